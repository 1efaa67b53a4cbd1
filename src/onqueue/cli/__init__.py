"""What can be done from the command line?"""

import gc


def main() -> None:
    """Run the command line."""
    # What is loaded stays: a look for what nobody needs any more would find nothing of it.
    gc.disable()
    from onqueue.cli.main import app

    gc.enable()
    app()


__all__ = ["main"]
