from __future__ import annotations

from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class Env(environ.Env):
    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Take an empty variable, such as .env.example has, for an absent one."""
        if "default" in kwargs and self.ENVIRON.get(var) == "":
            return kwargs["default"]
        return super().get_value(var, *args, **kwargs)


env = Env()
env.read_env(BASE_DIR / env("ENV_FILE", default=".env"))

# Without a key of its own this can only be somebody's own machine; one that has a key
# must not show its insides because a variable was forgotten.
DEBUG = env.bool("DEBUG", default=not env("SECRET_KEY", default=""))
# What running leaves behind: files of shoppers, models, collected static files.
VAR_DIR = BASE_DIR / env("VAR_DIR", default="var")
