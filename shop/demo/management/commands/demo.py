from __future__ import annotations

import os
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from shop.catalog.models import Product
from shop.demo.amazon import EmulatorError
from shop.demo.logins import confirm_logins
from shop.demo.processes import is_port_free
from shop.demo.supervisor import DemoError, Stopped, Supervisor

READY = """
  Shop      {url}/
  Admin     {url}/admin/      admin@example.com, or in one role: manager@example.com,
            warehouse@example.com, support@example.com
  API docs  {url}/api/docs/
  Logins    anna@example.com, ben@example.com: two shoppers with a history
  Password  demo-shop-2026 for all of them

  Logs in {logs}. Ctrl-C ends everything.
"""


class Command(BaseCommand):
    help = "Run the shop with all it needs: Valkey, web server, Celery worker and beat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = int(os.environ.get("PORT") or 8000)
        parser.add_argument("--port", type=int, default=port)
        parser.add_argument(
            "--aws",
            choices=["", "emulator"],
            default=os.environ.get("AWS", ""),
            help="emulator: recommend by an emulated Amazon Personalize",
        )

    def handle(self, *, port: int, aws: str, **options: object) -> None:
        if not is_port_free(port):
            raise CommandError(
                f"Port {port} is taken. Name another one: PORT=8123 make demo"
            )
        try:
            self.run(Supervisor(port=port, log_dir=settings.VAR_DIR / "log"), aws)
        except Stopped:
            self.stdout.write("Everything has ended.")
        except (DemoError, EmulatorError) as error:
            raise CommandError(str(error)) from error

    def run(self, supervisor: Supervisor, aws: str) -> None:
        with supervisor:
            supervisor.provide_redis(
                broker=settings.REDIS_URL, cache=settings.CACHE_URL
            )
            is_new = self.prepare()
            if aws:
                self.stdout.write("Setting up Amazon Personalize, emulated …")
                supervisor.provide_amazon(settings.VAR_DIR / "emulator")
            if is_new:
                self.learn()
            supervisor.start_web()
            if not is_new:
                # Meanwhile the model of the last time serves.
                self.learn()
            supervisor.start_worker()
            supervisor.start_beat()
            self.announce(supervisor)
            supervisor.watch()

    def prepare(self) -> bool:
        """Return whether the shop was empty and had to be filled."""
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if Product.objects.exists():
            confirm_logins()
            return False
        call_command("load_demo")
        return True

    def learn(self) -> None:
        self.stdout.write("Learning what goes with what …")
        call_command("train_recommender")

    def announce(self, supervisor: Supervisor) -> None:
        status = supervisor.wait_until_answering()
        if status >= 500:
            raise DemoError(f"The shop answers with error {status}.")
        url = f"http://127.0.0.1:{supervisor.port}"
        self.stdout.write(READY.format(url=url, logs=supervisor.log_dir))
        # Into a file or a pipe it would wait for more.
        self.stdout.flush()
