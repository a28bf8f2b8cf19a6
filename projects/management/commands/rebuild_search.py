"""Make the index of search anew."""

from django.core.management.base import BaseCommand

from projects.searching.index import rebuild


class Command(BaseCommand):
    help = "Make the index of search anew, after rows were written past Salkku."

    def handle(self, *args: object, **options: object) -> None:
        texts = rebuild()
        if options["verbosity"]:
            self.stdout.write(f"The index holds {texts} texts.")
