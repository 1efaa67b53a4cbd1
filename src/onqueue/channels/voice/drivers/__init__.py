"""What carries calls: each module here is one way to fulfil `channels.voice.port`."""
