"""python -m personalize.emulator --port 4010 [--state FILE] [--pace SECONDS] …"""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial

from personalize.emulator.command_line import add_arguments, run


def main() -> None:
    parser = ArgumentParser(
        prog="python -m personalize.emulator",
        description="Amazon Personalize on this machine, for every AWS SDK.",
    )
    add_arguments(parser)
    options = parser.parse_args()
    try:
        run(options, partial(print, flush=True))
    except OSError as error:
        parser.exit(1, f"The emulator cannot start: {error}\n")


if __name__ == "__main__":
    main()
