"""What can be done from the command line?"""

from onqueue.cli.main import app


def main() -> None:
    """Run the command line."""
    app()


__all__ = ["main"]
