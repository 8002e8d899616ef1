// Where `direct` finds a module's code: hosts whose paths say it at once, and the question `?go-get=1` for all others.
// Source: vcsPaths and repoRootFromVCSPaths in cmd/go/internal/vcs/vcs.go of Go 1.13 to 1.27.
import { govcsAllows, govcsRefusal } from "./explain-govcs.ts";
import { minorOf } from "./goenv-values.ts";
import { matchingPattern } from "./module-pattern.ts";

/** GOVCS came with Go 1.16; before, Go ran whatever the host named. */
const FIRST_MINOR_WITH_GOVCS = 16;

interface Site {
  readonly prefix: string;
  readonly shape: RegExp;
  readonly vcs: string;
}

const SITES: readonly Site[] = [
  { prefix: "github.com", shape: /^(github\.com\/[\w.-]+\/[\w.-]+)(\/[\w.-]+)*$/, vcs: "git" },
  { prefix: "bitbucket.org", shape: /^(bitbucket\.org\/[\w.-]+\/[\w.-]+)(\/[\w.-]+)*$/, vcs: "git" },
  { prefix: "hub.jazz.net/git", shape: /^(hub\.jazz\.net\/git\/[a-z0-9]+\/[\w.-]+)(\/[\w.-]+)*$/, vcs: "git" },
  { prefix: "git.apache.org", shape: /^(git\.apache\.org\/[a-z0-9_.-]+\.git)(\/[\w.-]+)*$/, vcs: "git" },
  { prefix: "git.openstack.org", shape: /^(git\.openstack\.org\/[\w.-]+\/[\w.-]+)(\.git)?(\/[\w.-]+)*$/, vcs: "git" },
  { prefix: "chiselapp.com", shape: /^(chiselapp\.com\/user\/[A-Za-z0-9]+\/repository\/[\w.-]+)$/, vcs: "fossil" },
];
const ANY_SITE = /^((?:[a-z0-9.-]+\.)+[a-z0-9.-]+(?::\d+)?(?:\/~?[\w.-]+)+?)\.(bzr|fossil|git|hg|svn)(\/~?[\w.-]+)*$/;

/** How `direct` gets at a module. */
export type DirectWay =
  /** The path itself names the repository. */
  | {
      readonly kind: "static";
      readonly host: string;
      readonly root: string;
      readonly vcs: string;
      readonly allowed: boolean;
    }
  /** `https://PATH?go-get=1` is asked first; it may lead to any other host, and says which system to use. */
  | { readonly kind: "discovery"; readonly host: string; readonly gitAllowed: boolean }
  /** Go knows that no module can be there, without asking anybody. */
  | { readonly kind: "impossible"; readonly host: string };

/** The values that the way depends on. */
export interface DirectEnv {
  readonly govcs: string;
  readonly goprivate: string;
  readonly goVersion?: string;
}

/** How `direct` gets at the module at `path`, and whether GOVCS lets it. */
export function directWay(path: string, env: DirectEnv): DirectWay {
  const host = path.split("/")[0] ?? "";
  const site = SITES.find(({ prefix }) => `${path}/`.startsWith(`${prefix}/`));
  const found = (site?.shape ?? ANY_SITE).exec(path);
  if (isKeptForTests(path) || (site !== undefined && found === null)) return { kind: "impossible", host };
  if (found === null) return { kind: "discovery", host, gitAllowed: allows(env, path, "git") };
  const { root, vcs } = repositoryIn(found, site);
  return { kind: "static", host, root, vcs, allowed: allows(env, root, vcs) };
}

function repositoryIn(
  [, base = "", suffix = ""]: RegExpExecArray,
  site: Site | undefined,
): { root: string; vcs: string } {
  return site === undefined ? { root: `${base}.${suffix}`, vcs: suffix } : { root: base, vcs: site.vcs };
}

/** Go never asks for these: its own tests need them. */
function isKeptForTests(path: string): boolean {
  return path === "rsc.io" || path === "example.net" || path.startsWith("example.net/");
}

function allows({ govcs, goprivate, goVersion }: DirectEnv, path: string, vcs: string): boolean {
  if (minorOf(goVersion) < FIRST_MINOR_WITH_GOVCS) return true;
  const isPrivate = matchingPattern(goprivate, path, goVersion) !== null;
  return govcsRefusal(govcs) === null && govcsAllows(govcs, { path, isPrivate, vcs });
}
