"""What would a draft of routing rules have made of a day that was?"""
