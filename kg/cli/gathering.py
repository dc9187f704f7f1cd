"""Options that go together: described once, given to several commands, handed over as one value."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

Command = Callable[..., None]


def gathering(parameter: str, build: Callable[..., object]) -> Callable[[Command], Command]:
    """A decorator that gives a command the options of ``build``, and what that makes of them as ``parameter``."""
    options = inspect.signature(build, eval_str=True).parameters

    def decorate(command: Command) -> Command:
        own = inspect.signature(command, eval_str=True).parameters.values()

        def run(**given: Any) -> None:
            gathered = build(**{name: given.pop(name) for name in options})
            command(**{parameter: gathered}, **given)

        shown = [each for each in own if each.name != parameter]
        parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in (*shown, *options.values())]
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return run

    return decorate
