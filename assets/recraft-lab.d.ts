// The types of <recraft-lab> and of the messages that it exchanges with its frame. docs/embedding.md says what they mean.

/** The message API, version 1. Times are virtual milliseconds. */
export type Request =
  | ({ type: "load"; ms?: number; play?: boolean } & What)
  | { type: "play"; speed?: number }
  | { type: "pause" }
  | { type: "speed"; speed: number }
  | { type: "seek"; ms: number }
  | { type: "step"; to?: "next" | "back" | "milestone" | "start" }
  | { type: "command"; line: string }
  | { type: "state" }
  | { type: "events"; level: Level }
  | { type: "theme"; theme: "auto" | "light" | "dark" | "contrast" };

/** What can be loaded: one of four. A link may be a whole one, or what stands after its `#`; without `ms` it is shown at the moment that it holds. */
export type What = { preset: Preset; seed?: number } | { story: string } | { scenario: string } | { link: string };

export type Preset = "three" | "five" | "seven" | "figure-3" | "five-by-five" | "ten-by-ten" | "hundred";

/** How much is heard without asking. */
export type Level = "none" | "milestones" | "all";

/** What is posted to the frame. */
export type ToLab = { recraft: 1; id?: number | string } & Request;

/** What the frame posts. */
export type FromLab = { recraft: 1 } & (
  | { type: "ready" }
  | { type: "height"; height: number }
  | { type: "clock"; clock: Clock }
  | { type: "events"; events: LabEvent[] }
  | { type: "answer"; id: number | string | null; to: string; ok: true; state: State }
  | { type: "answer"; id: number | string | null; to: string; ok: false; error: { code: Code; message: string } }
);

export type Code = "version" | "type" | "field" | "too-long" | "too-many" | "too-far" | "unknown" | "impossible" | "scenario" | "link";

export interface Clock {
  ms: number;
  /** How far the run has been played. */
  headMs: number;
  playing: boolean;
  /** Simulated seconds in a real second. */
  speed: number;
}

export interface State extends Clock {
  /** A text: it may be too large for a number. */
  seed: string;
  clusters: Cluster[];
  nodes: Node[];
  /** The names of the safety properties that are violated. */
  violations: string[];
  /** Sixteen hexadecimal digits: equal for equal states, in every browser. */
  hash: string;
}

export interface Cluster {
  id: string;
  epoch: number;
  term: number;
  members: string[];
  quorum: number;
  leader: string | null;
  commit: number;
  keys: string;
  ended: boolean;
}

export interface Node {
  id: string;
  up: boolean;
  role: string;
  cluster: string | null;
  epoch: number;
  term: number;
  commit: number;
}

export interface LabEvent {
  seq: number;
  ms: number;
  kind: "election" | "log" | "commit" | "members" | "split" | "merge" | "catch-up" | "client" | "fault" | "check";
  text: string;
  milestone: boolean;
  nodes: string[];
  cluster: string | null;
}

export interface LabError extends Error {
  code?: Code;
}

export interface LabEventMap {
  "recraft-ready": CustomEvent<Record<string, never>>;
  "recraft-clock": CustomEvent<Clock>;
  "recraft-event": CustomEvent<LabEvent>;
  /** The scenario of the attribute `code` cannot be told. */
  "recraft-error": CustomEvent<{ code?: Code; message: string }>;
}

/** `<recraft-lab>`. Every method gives the state after it, or fails with a {@link LabError}. */
export interface RecraftLab extends HTMLElement {
  readonly ready: Promise<void>;
  ask(message: Request): Promise<State>;
  load(what: What & { ms?: number; play?: boolean }): Promise<State>;
  play(speed?: number): Promise<State>;
  pause(): Promise<State>;
  setSpeed(speed: number): Promise<State>;
  seek(ms: number): Promise<State>;
  step(to?: "next" | "back" | "milestone" | "start"): Promise<State>;
  command(line: string): Promise<State>;
  state(): Promise<State>;
  events(level?: Level): Promise<State>;
  addEventListener<K extends keyof LabEventMap>(type: K, listener: (event: LabEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "recraft-lab": RecraftLab;
  }
}
