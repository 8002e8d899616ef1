import { FirstRun } from "../parts/first-run.tsx";
import { NearCard } from "../parts/near.tsx";
import { SaidNote } from "../parts/said-note.tsx";
import { ActiveCard } from "../parts/status/active-card.tsx";
import { EndpointTable, ROWS_AT_ONCE } from "../parts/status/endpoint-table.tsx";
import { NetworkCard } from "../parts/status/network-card.tsx";
import { NoticeList } from "../parts/status/notice-list.tsx";
import { ProfileList } from "../parts/status/profile-list.tsx";
import { StatusLine } from "../parts/status/status-line.tsx";
import { useSpeech } from "../speech.ts";
import { useWindow } from "../window-store.ts";

/** Heights of a profile and of an endpoint as they usually are, in rem: the room kept for lists that are not drawn yet. */
const PROFILE_REM = 6;
const ENDPOINT_REM = 5;

/** What is so now, why, and what can be done about it. */
export function StatusView() {
  const { t } = useSpeech();
  const profiles = useWindow(({ snapshot }) => snapshot?.profiles.length ?? 0);
  const endpoints = useWindow(({ snapshot }) => Math.min(snapshot?.endpoints.length ?? 0, ROWS_AT_ONCE));
  return (
    <>
      <StatusLine />
      <SaidNote />
      <FirstRun />
      <NoticeList />
      <div className="cards cards-pair">
        <ActiveCard />
        <NetworkCard />
      </div>
      <NearCard title={t("window:profiles.title")} height={`${profiles * PROFILE_REM}rem`}>
        <ProfileList />
      </NearCard>
      <NearCard title={t("window:endpoints.title")} height={`${endpoints * ENDPOINT_REM}rem`}>
        <EndpointTable />
      </NearCard>
    </>
  );
}
