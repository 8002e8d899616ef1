import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { GripVertical, Plus } from "lucide-react";
import type { ProfileDocument, ProfileList } from "../../../shared/ipc/profile-calls.ts";
import { type Speech, useSpeech } from "../../speech.ts";
import { NEW } from "../../stores/profiles.ts";
import { useArea, useSnapshot } from "../../window-store.ts";
import { Card } from "../card.tsx";

/** Pixels that a pointer moves before it drags: less is a click. */
const DRAG_FROM = 6;

/** The profiles in their order, which decides among equals. Drag a row by its handle, or move it with the arrow keys. */
export function ProfileOrder({ list }: { readonly list: ProfileList }) {
  const speech = useSpeech();
  const { t } = speech;
  const create = useArea("profiles", (state) => state.create);
  const order = useArea("profiles", (state) => state.order);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_FROM } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const names = list.profiles.map(({ profile }) => profile.name);
  const drop = ({ active, over }: DragEndEvent): void => {
    const [from, to] = [names.indexOf(String(active.id)), names.indexOf(String(over?.id))];
    if (from >= 0 && to >= 0 && from !== to) void order(arrayMove(names, from, to));
  };
  const accessibility = {
    announcements: announcementsOf(names, speech),
    screenReaderInstructions: { draggable: t("profiles:order.instructions") },
  };
  const add = (
    <button type="button" className="button" onClick={() => create()}>
      <Plus className="icon" aria-hidden="true" />
      {t("profiles:new")}
    </button>
  );
  return (
    <Card title={t("profiles:order.title")} beside={add} className="card-order">
      <p className="hint">{t("profiles:order.hint")}</p>
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop} accessibility={accessibility}>
        <SortableContext items={names} strategy={verticalListSortingStrategy}>
          <ol className="order">
            {list.profiles.map((document) => (
              <OrderRow key={document.profile.name} document={document} />
            ))}
            <NewRow />
          </ol>
        </SortableContext>
      </DndContext>
      <Removed names={list.removed} />
    </Card>
  );
}

function announcementsOf(names: readonly string[], { t }: Speech): Announcements {
  const place = (id: UniqueIdentifier | undefined): number => names.indexOf(String(id)) + 1;
  const said = (key: string, id: UniqueIdentifier, over?: UniqueIdentifier): string =>
    t(`profiles:order.${key}`, { profile: String(id), place: place(over ?? id), count: names.length });
  return {
    onDragStart: ({ active }) => said("lifted", active.id),
    onDragOver: ({ active, over }) => (over === null ? undefined : said("over", active.id, over.id)),
    onDragEnd: ({ active, over }) => said("dropped", active.id, over?.id),
    onDragCancel: ({ active }) => said("cancelled", active.id),
  };
}

function OrderRow({ document }: { readonly document: ProfileDocument }) {
  const { t, title } = useSpeech();
  const { active, profiles } = useSnapshot();
  const selected = useArea("profiles", (state) => state.selected);
  const select = useArea("profiles", (state) => state.select);
  const { name, title: own = name } = document.profile;
  const isDraft = useArea("profiles", (state) => state.drafts[name] !== undefined);
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition } = useSortable({ id: name });
  const view = profiles.find((profile) => profile.name === name);
  const said = view === undefined ? own : title(view);
  const style = { transform: CSS.Transform.toString(transform), transition };
  return (
    <li ref={setNodeRef} style={style} className={name === selected ? "order-row order-selected" : "order-row"}>
      <button
        type="button"
        ref={setActivatorNodeRef}
        className="grip"
        {...attributes}
        {...listeners}
        aria-label={t("profiles:order.move", { profile: said })}
      >
        <GripVertical className="icon" aria-hidden="true" />
      </button>
      <button
        type="button"
        className="order-name"
        aria-current={name === selected ? "true" : undefined}
        onClick={() => select(name)}
      >
        <span>{said}</span>
        <span className="hint" title={document.profile.env["GOPROXY"] ?? undefined}>
          {document.profile.env["GOPROXY"] ?? t("window:unset")}
        </span>
      </button>
      {name === active && <span className="tag tag-active">{t("window:profiles.active")}</span>}
      {isDraft && <span className="tag">{t("profiles:draft")}</span>}
    </li>
  );
}

/** The profile that is being made, while it is not kept. */
function NewRow() {
  const { t } = useSpeech();
  const draft = useArea("profiles", (state) => state.drafts[NEW]);
  const selected = useArea("profiles", (state) => state.selected);
  const select = useArea("profiles", (state) => state.select);
  if (draft === undefined) return null;
  return (
    <li className={selected === NEW ? "order-row order-selected" : "order-row"}>
      <button
        type="button"
        className="order-name"
        aria-current={selected === NEW ? "true" : undefined}
        onClick={() => select(NEW)}
      >
        <span>{draft.title ?? (draft.name === "" ? t("profiles:untitled") : draft.name)}</span>
      </button>
      <span className="tag">{t("profiles:draft")}</span>
    </li>
  );
}

function Removed({ names }: { readonly names: readonly string[] }) {
  const { t } = useSpeech();
  const reset = useArea("profiles", (state) => state.reset);
  if (names.length === 0) return null;
  return (
    <details>
      <summary>{t("profiles:removed", { count: names.length })}</summary>
      <ul className="order">
        {names.map((name) => (
          <li key={name} className="order-row">
            <span className="order-name">{t(`window:builtin.${name}`)}</span>
            <button type="button" className="button" onClick={() => void reset(name)}>
              {t("profiles:bring-back")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
