"""What an inspector says when it cannot let a file pass."""


class Flawed(Exception):
    """The file is refused; `problem` is the word for why, as FileProblem has it."""

    def __init__(self, problem: str):
        super().__init__(problem)
        self.problem = problem
