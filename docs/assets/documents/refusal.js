/** What the server refused, as it says it: `messages`. Everything else that goes wrong is a lost connection. */
export class Refusal extends Error {
  /** @param {{ title: string, status: number, detail?: string, next?: string, problems?: { message: string }[] }} problem */
  constructor(problem) {
    super(problem.title);
    this.isLimit = problem.status === 429;
    this.messages = problem.problems ? problem.problems.map((each) => each.message)
      : [problem.detail || problem.title, ...(problem.next ? [problem.next] : [])];
  }
}
