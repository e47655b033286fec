"""`python -m generator` is `tfgen`."""

from generator.cli import main

if __name__ == "__main__":
    main()
