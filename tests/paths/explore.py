"""Breadth first through everything that can happen: every act of a story in every state reached, at every instant.

A state is what the oracle reads in the history, and the instant; two histories that read alike are one state. In each:
every act as its author saw the present state; every accepted act of the committee once more on what was there an event
ago; and every pair of accepted acts interleaved, the second between the first one's reading and writing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.rules.refusals import Refused

from .acts import PLAIN, Act, Scene, perform, version_seen
from .oracle import promising, refusing, telling
from .oracle.judging import APPLICANTS, breaches
from .oracle.reading import Facts, read
from .oracle.step import Breach, Step
from .store import Events, MemoryStore, examined_once
from .stories import BESIDE, Story

WAIT = Act("wait", {})


class State(NamedTuple):
    """`clock`: the place in the story's instants; `press` made the application; `told`: the end on its page."""

    clock: int
    events: Events
    facts: Facts
    key: str = ""
    press: str = ""
    told: datetime | None = None
    parent: State | None = None
    act: Act | None = None


class Finding(NamedTuple):
    """A broken property and the shortest way to it: `rival` acted in between, if there was one."""

    breach: Breach
    state: State
    act: Act
    at: datetime
    rival: Act | None = None


class Figures(NamedTuple):
    """`tried`: which acts in which statuses."""

    states: int
    transitions: int
    depth: int
    exhausted: bool
    findings: tuple[Finding, ...]
    tried: frozenset[tuple[str, str]]


class Explorer:
    """One story, until nothing is new or `most` transitions were made; of each broken property the first path."""

    def __init__(self, story: Story) -> None:
        self.story, self.spoken = story, refusing.Spoken(story.call_at(story.instants[0]))
        self.transitions, self.tried = 0, set[tuple[str, str]]()
        self.beside = story.beside()

    def explore(self, most: int, *, first_only: bool = False) -> Figures:
        with examined_once():
            return self._explored(most, first_only)

    def _explored(self, most: int, first_only: bool) -> Figures:
        root, depth = self._root(), 0
        level, seen, findings = [root], {_mark(root)}, dict[str, Finding]()
        while level and self.transitions < most and not (first_only and findings):
            reached = (each for state in level for each in self._next(state))
            level, depth = [], depth + 1
            for each in reached:
                if isinstance(each, Finding):
                    findings.setdefault(each.breach.property, each)
                elif (mark := _mark(each)) not in seen:
                    seen.add(mark)
                    level.append(each)
                    self._print_page(each)
                if self.transitions >= most or (first_only and findings):
                    break
        return Figures(len(seen), self.transitions, depth, not level, tuple(findings.values()), frozenset(self.tried))

    def _print_page(self, state: State) -> None:
        """Once for each new state: what it says of windows, every arrival is asked."""
        if state.events:
            at = self.story.instants[state.clock]
            telling.print_page(self.story.call_at(at), state.events, at)

    def _root(self) -> State:
        state = State(0, (), Facts())
        for act in self.story.prologue:
            reached = list(self._wait(state) if act.name == "wait" else self._one(state, act, len(state.events)))
            assert reached and isinstance(reached[-1], State), (act, reached)
            state = reached[-1]
        return state

    def _next(self, state: State) -> Iterator[State | Finding]:
        counts = Counter(event.act for event in state.events)
        accepted = []
        for act in self.story.acts:
            if self.story.is_offered(act, state.facts, counts):
                reached = list(self._one(state, act, len(state.events)))
                accepted += [act] if any(isinstance(each, State) for each in reached) else []
                yield from reached
        for act in accepted:
            if act.name not in APPLICANTS and state.events:
                yield from self._one(state, act, len(state.events) - 1)
        yield from self._races(state, [act for act in accepted if act.name in self.story.racing and state.events])
        yield from self._wait(state)

    def _wait(self, state: State) -> Iterator[State | Finding]:
        if state.clock + 1 == len(self.story.instants):
            return
        self.transitions += 1
        step = self._step(state.clock + 1, WAIT, state.events, state.facts, len(state.events))
        step = step._replace(after=state.facts, events_after=state.events)
        yield from self._arrive(state, WAIT, step, state.clock + 1, state.key, state.press)

    def _one(self, state: State, act: Act, seen: int) -> Iterator[State | Finding]:
        self.tried.add((act.name, state.facts.status))
        store = MemoryStore(self._applications(state.events))
        step = self._step(state.clock, act, state.events, state.facts, seen, state.press)
        key, step = self._perform(store, act, step, Scene(
            self.story.call_at(step.at), store, step.at, state.events, state.key, seen
        ))  # fmt: skip
        yield from self._judged(state, act, step)
        if step.events_after is not step.events:
            made = not state.events
            press = act.args.get("press", "") if made else state.press
            yield from self._arrive(state, act, step, state.clock, key if made else state.key, press)

    def _races(self, state: State, acts: list[Act]) -> Iterator[Finding]:
        """Each act with every other's in between: both read the same state, the second writes first."""
        for act in acts:
            for rival in acts:
                if rival is not act or act.name in APPLICANTS:
                    yield from self._race(state, act, rival)

    def _race(self, state: State, act: Act, rival: Act) -> Iterator[Finding]:
        at, seen, won = self.story.instants[state.clock], len(state.events), list[Events]()
        scene = Scene(self.story.call_at(at), MemoryStore({}), at, state.events, state.key, seen)

        def interfere(store: MemoryStore) -> None:
            perform(rival, scene._replace(store=store))
            won.append(store.applications[scene.number])

        store = MemoryStore(self._applications(state.events), interfere)
        step = self._step(state.clock, act, state.events, state.facts, seen, state.press)
        _, step = self._perform(store, act, step, scene._replace(store=store), won)
        if won:
            if act.name not in APPLICANTS and not step.refused:
                yield Finding(Breach("one_winner", rival.name, act.name), state, act, at, rival)
            yield from self._judged(state, act, step, rival)

    def _step(
        self, clock: int, act: Act, events: Events, facts: Facts, seen: int, press: str = ""
    ) -> Step:  # fmt: skip
        args = act.args
        if "base" in args:
            args = {**args, "version": version_seen(act, events[:seen])}
        if "press" in args:
            args = {**args, "press": _press_again(args, events, facts, press)}
        at = self.story.instants[clock]
        return Step(act.name, args, at, self.story.closes_at(at), facts, events, seen)

    def _perform(
        self, store: MemoryStore, act: Act, step: Step, scene: Scene, won: list[Events] | None = None
    ) -> tuple[str, Step]:  # fmt: skip
        self.transitions += 1
        key, refused = "", None
        try:
            key = perform(act, scene)
        except Exception as error:
            refused = error
        if won:
            step = step._replace(before=read(won[0]), events=won[0])
        after = self._own(store, step.events)
        changed = store.applications[BESIDE] is not self.beside
        facts = step.before if after is step.events else read(after)
        return key, step._replace(refused=refused, after=facts, events_after=after, others_changed=changed)

    def _own(self, store: MemoryStore, events: Events) -> Events:
        """The history of the story's application; before there is one, of the first that appears."""
        if events:
            return store.applications[events[0].number]
        return next((kept for number, kept in store.applications.items() if number != BESIDE), events)

    def _applications(self, events: Events) -> dict[str, Events]:
        beside = {BESIDE: self.beside}
        return beside | {events[0].number: events} if events else beside

    def _judged(self, state: State, act: Act, step: Step, rival: Act | None = None) -> Iterator[Finding]:
        call = self.story.call_at(step.at)
        if step.refused and not isinstance(step.refused, Refused):
            yield Finding(Breach("act_answered", act.name, repr(step.refused)), state, act, step.at, rival)
            return
        found = list(breaches(step))
        if step.refused:
            found += self.spoken.of(step.refused, step.at)
        elif step.events_after is not step.events:
            found += telling.of_written(call, step)
        yield from (Finding(breach, state, act, step.at, rival) for breach in found)

    def _arrive(
        self, state: State, act: Act, step: Step, clock: int, key: Any, press: str
    ) -> Iterator[State | Finding]:  # fmt: skip
        told = None
        if step.events_after:
            call = self.story.call_at(step.at)
            page = telling.page_of(call, step.events_after, step.at)
            told = telling.told_end(page)
            found = list(promising.of_step(step, state.told, told))
            found += telling.of_state(call, page, step.after, step.events_after, step.at, step.closes)
            yield from (Finding(breach, state, act, step.at) for breach in found)
        yield State(clock, step.events_after, step.after, key, press, told, state, act)


def _press_again(args: Mapping[str, Any], events: Events, facts: Facts, press: str) -> str:
    """Whether a press is the one that made the application, the same for other words, or another.

    A plain form has no name for its press: after a withdrawal the same words are a new wish.
    """
    if not events or args["press"] != press or (press == PLAIN and facts.status == "withdrawn"):
        return "other"
    alike = args.get("answers") in (None, events[0].answers)
    return "same" if alike else "other" if press == PLAIN else "taken"


def _mark(state: State) -> Any:
    """What makes two states one: everything but how many versions the content has had."""
    return (state.clock, state.press, *state.facts[1:])
