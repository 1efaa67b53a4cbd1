"""The chat widget's server side: frames in, frames out, no web framework."""
