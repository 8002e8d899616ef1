import { ActiveCard } from "../parts/active-card.tsx";
import { EndpointTable } from "../parts/endpoint-table.tsx";
import { FirstRun } from "../parts/first-run.tsx";
import { NetworkCard } from "../parts/network-card.tsx";
import { NoticeList } from "../parts/notice-list.tsx";
import { ProfileList } from "../parts/profile-list.tsx";
import { SaidNote } from "../parts/said-note.tsx";
import { StatusLine } from "../parts/status-line.tsx";

/** What is so now, why, and what can be done about it. */
export function StatusView() {
  return (
    <>
      <StatusLine />
      <SaidNote />
      <FirstRun />
      <NoticeList />
      <div className="cards cards-pair">
        <ActiveCard />
        <NetworkCard />
        <ProfileList />
      </div>
      <EndpointTable />
    </>
  );
}
