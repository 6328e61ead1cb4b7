/** What is wrong at one place: a question's id or `table[0].column`, a stable code, a sentence for people. */
interface Problem {
  field: string;
  code: string;
  message: string;
}

/** What the server refused: api_types/problem.py. */
interface ProblemTexts {
  type: string;
  title: string;
  status: number;
  detail?: string;
  next?: string;
  rule?: string;
  problems?: Problem[];
  current?: undefined;
}

/** The answers have another version than the one that was to be replaced. */
interface StaleProblem extends Omit<ProblemTexts, "current"> {
  version: number;
  status_now: string;
  current: { answers: Answers };
}

type ProblemDocument = ProblemTexts | StaleProblem;

/** An application, as the API tells it: api_types/application.py. */
interface ApplicationView {
  number: string;
  status: string;
  version: number;
  received_at: string | null;
  answers: Answers;
  answers_sha256: string;
  windows: Windows;
  history: { act: string; at: string }[];
}

/** What confirms that a draft was saved first. */
interface DraftReceipt {
  number: string;
  key: string;
  status: string;
  version: number;
  received_at: string;
  answers_sha256: string;
  windows: Windows;
  history?: undefined;
}

/** What the server answers where words were saved: of a new draft, or of an application that was there. */
type SavedWords = DraftReceipt | ApplicationView;

/** What came of asking the server: form/requests.js. */
type Outcome<Done> =
  | { done: Done; refusal?: undefined; unknown?: undefined; busy?: undefined; unsent?: undefined }
  | { refusal: ProblemDocument; done?: undefined; unknown?: undefined; busy?: undefined; unsent?: undefined }
  /** `busy` is what a limit said. */
  | { unknown: true; busy?: ProblemDocument; unsent?: boolean; done?: undefined; refusal?: undefined };

/** Ends of the times in which an application may be changed; null or none where one is not open: api_types/application.py. */
interface Windows {
  edit_until?: string | null;
  supplement_until?: string | null;
}
