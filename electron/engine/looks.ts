// The looks that are under way: begun when the core asks for them, broken off together, told of as events when they end.
import type { Endpoint } from "../../shared/domain/endpoint.ts";
import type { LightErrand } from "../../shared/domain/lights.ts";
import type { Event } from "../../shared/domain/state.ts";
import type { SurveyErrand } from "../../shared/domain/survey.ts";
import { createBreaker } from "./breaker.ts";
import type { Doors } from "./doors.ts";

/** What looks need of the engine they belong to. */
export interface LooksHost {
  readonly doors: Pick<Doors, "chance" | "clock" | "lights" | "prober" | "surveyor">;
  readonly dispatch: (event: Event) => void;
  /** Resolves when the work has ended, however that was. */
  readonly guard: (work: Promise<unknown>) => Promise<void>;
}

/** The looks of one engine. */
export class Looks {
  readonly #host: LooksHost;
  readonly #underWay = new Set<Promise<void>>();
  #breaker = createBreaker();

  constructor(host: LooksHost) {
    this.#host = host;
  }

  /** Resolves when every look that is under way now has ended. Never rejects. */
  get settled(): Promise<unknown> {
    return Promise.allSettled([...this.#underWay]);
  }

  /** Breaks off all that are under way; those that begin later are not. */
  breakOff(): void {
    this.#breaker.abort();
    this.#breaker = createBreaker();
  }

  /** Looks at an endpoint. */
  probe(endpoint: Endpoint): void {
    const { doors, dispatch } = this.#host;
    const { prober, clock } = doors;
    this.#own(
      prober.probe(endpoint, this.#breaker.signal).then((sample) => {
        const at = clock.now();
        if (sample === null) dispatch({ type: "missed", at, endpoint: endpoint.name });
        else dispatch({ type: "sampled", at, sample, chance: doors.chance() });
      }),
    );
  }

  /** Looks at what a download needs beside its files. Nothing happens where there is no source of lights. */
  light(errand: LightErrand): void {
    const { doors, dispatch } = this.#host;
    const { lights, clock } = doors;
    const endpoint = errand.endpoint.name;
    if (lights === undefined) return;
    this.#own(
      lights.look(errand, this.#breaker.signal).then((lit) => {
        dispatch({ type: "lit", at: clock.now(), endpoint, lights: lit });
      }),
    );
  }

  /** Surveys the network. Nothing happens where there is no surveyor. */
  survey(errand: SurveyErrand): void {
    const { doors, dispatch } = this.#host;
    const { surveyor, clock } = doors;
    const { begun } = errand;
    if (surveyor === undefined) return;
    this.#own(
      surveyor.survey(errand, this.#breaker.signal).then((survey) => {
        dispatch({ type: "surveyed", at: clock.now(), begun, survey });
      }),
    );
  }

  /** Keeps a look in mind until it ends. */
  #own(work: Promise<unknown>): void {
    const look = this.#host.guard(work);
    this.#underWay.add(look);
    void look.finally(() => this.#underWay.delete(look));
  }
}
