import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NearCard } from "../../renderer/parts/near.tsx";

type Told = (entries: readonly { readonly isIntersecting: boolean }[]) => void;

let told: Told[] = [];

beforeEach(() => {
  told = [];
  class Observer {
    readonly #told: Told;
    constructor(callback: Told) {
      this.#told = callback;
    }
    observe(): void {
      told.push(this.#told);
    }
    disconnect(): void {
      told = told.filter((one) => one !== this.#told);
    }
  }
  vi.stubGlobal("IntersectionObserver", Observer);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function List() {
  return (
    <NearCard title="Endpoints" height="20rem">
      <p>eight rows</p>
    </NearCard>
  );
}

function comeNear(isIntersecting: boolean): void {
  act(() => {
    for (const one of [...told]) one([{ isIntersecting }]);
  });
}

test("keeps the title and the room of what nobody is near to", () => {
  const { container, getByRole, queryByText } = render(<List />);

  expect(getByRole("region", { name: "Endpoints" })).toBeTruthy();
  expect(container.querySelector<HTMLElement>("[style]")?.style.height).toBe("20rem");
  comeNear(false);
  expect(queryByText("eight rows")).toBeNull();
});

test("draws it when the reader comes near, and keeps it from then on", () => {
  const { getByText } = render(<List />);
  comeNear(true);

  expect(getByText("eight rows")).toBeTruthy();
  expect(told).toEqual([]);
});

test("draws everything before a key can lead there", () => {
  const { getByText } = render(<List />);
  act(() => {
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab" }));
  });

  expect(getByText("eight rows")).toBeTruthy();
});
