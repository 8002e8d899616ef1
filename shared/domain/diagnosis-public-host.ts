/**
 * Hosts of the public web that go commands fetch from: the proxies, checksum databases and code hosts that built-in
 * profiles and public advice name. Their certificates come from public authorities, so one that does not was made by
 * somebody in between.
 */
const PUBLIC_HOSTS: ReadonlySet<string> = new Set([
  "proxy.golang.org",
  "sum.golang.org",
  "sum.golang.google.cn",
  "goproxy.cn",
  "goproxy.io",
  "mirrors.aliyun.com",
  "mirrors.tencent.com",
  "mirrors.cloud.tencent.com",
  "repo.huaweicloud.com",
  "mirrors.huaweicloud.com",
  "proxy.golang.com.cn",
  "golang.org",
  "go.dev",
  "go.googlesource.com",
  "github.com",
  "gitlab.com",
  "bitbucket.org",
  "gitee.com",
]);

/** Whether the host is known to be one of the public web; `false` for any that is not known. */
export function isPublicHost(host: string): boolean {
  return PUBLIC_HOSTS.has(host.toLowerCase());
}
