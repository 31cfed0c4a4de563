"""The command ``vmo-rehab``: its overview, and how what goes wrong is told."""

from __future__ import annotations

import os
import sys
from itertools import chain
from typing import Any, Final

import click

from vmo_rehab.cli.commands.check import check
from vmo_rehab.cli.commands.diff import diff
from vmo_rehab.cli.commands.draw import draw
from vmo_rehab.cli.commands.exercises import exercises
from vmo_rehab.cli.commands.explain import explain
from vmo_rehab.cli.commands.fmt import fmt
from vmo_rehab.cli.commands.listing import list_
from vmo_rehab.cli.commands.measures import measures
from vmo_rehab.cli.commands.migrate import migrate
from vmo_rehab.cli.commands.new import new
from vmo_rehab.cli.commands.plot import plot
from vmo_rehab.cli.commands.prescribe import prescribe
from vmo_rehab.cli.commands.report import report
from vmo_rehab.cli.commands.run import run
from vmo_rehab.cli.commands.schema import schema
from vmo_rehab.cli.commands.schemes import schemes
from vmo_rehab.cli.commands.show import show
from vmo_rehab.cli.commands.test import test
from vmo_rehab.cli.commands.today import today
from vmo_rehab.cli.output import say
from vmo_rehab.cli.refusals import CANNOT_READ, code_of
from vmo_rehab.errors import EnrolmentError, VmoRehabError
from vmo_rehab.version import ENGINE

_BROKEN_PIPE: Final = 141
"""What a shell reports for a program whose reader has gone."""

_ENROLMENT: Final = """
Write it at the top of the log ("# fact NAME: value", "# baseline NAME: value"),
or beside it: --start DATE --fact NAME=VALUE --baseline NAME=VALUE"""

_OVERVIEW: Final = """Knee-rehabilitation protocols as data: explained decisions from logged sessions.

\b
Begin with:
  vmo-rehab show vmo-foundation           a shipped protocol in plain English
  vmo-rehab new my-knee                   a protocol of your own, explained line by line
  vmo-rehab check my-knee/protocol.yaml   what is amiss in it, with the cure
\b
PROTOCOL is the id of a shipped protocol, a file, or a folder with a protocol.yaml.
Exit codes: 0 all is well; 1 something in a file is amiss; 2 it cannot be read, or the command is wrong.
"""


_GROUPS: Final = {
    "What is shipped": (list_, show, draw, exercises, measures, schemes),
    "A protocol of your own": (new, check, test, fmt, diff, migrate, schema),
    "A patient's log (CSV or JSON)": (run, today, prescribe, explain, report, plot),
}
"""The commands by what they are for, each group in the order in which it is used."""


class _Commands(click.Group):
    """Tells errors in their own words; commands stand in groups, in the order they are used."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        widest = max(len(name) for name in self.commands)
        for title, commands in _GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(f"{one.name:{widest}}", one.get_short_help_str(80)) for one in commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _let_go()
            ctx.exit(_BROKEN_PIPE)
        except VmoRehabError as error:
            say(str(error), err=True)
            if isinstance(error, EnrolmentError):
                say(_ENROLMENT, err=True)
            ctx.exit(code_of(error))
        except OSError as error:
            say(f"cannot open {error.filename or 'a file'}: {error.strerror or error}", err=True)
            ctx.exit(CANNOT_READ)
        return done


def _let_go() -> None:
    """Send what is still to be flushed nowhere, so that the interpreter ends quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Commands,
    help=_OVERVIEW,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(ENGINE, prog_name="vmo-rehab")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Show the overview where no command is given."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for _command in chain.from_iterable(_GROUPS.values()):
    main.add_command(_command)
