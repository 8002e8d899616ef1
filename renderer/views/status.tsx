import { useAfterFirstPaint } from "../first-paint.ts";
import { FirstRun } from "../parts/first-run.tsx";
import { SaidNote } from "../parts/said-note.tsx";
import { ActiveCard } from "../parts/status/active-card.tsx";
import { EndpointTable } from "../parts/status/endpoint-table.tsx";
import { NetworkCard } from "../parts/status/network-card.tsx";
import { NoticeList } from "../parts/status/notice-list.tsx";
import { ProfileList } from "../parts/status/profile-list.tsx";
import { StatusLine } from "../parts/status/status-line.tsx";

/** What is so now, why, and what can be done about it. */
export function StatusView() {
  const isAfter = useAfterFirstPaint();
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
      {isAfter && (
        <>
          <ProfileList />
          <EndpointTable />
        </>
      )}
    </>
  );
}
