import {
  ArrowDownUp,
  Code,
  History,
  House,
  type LucideIcon,
  Plug,
  Settings,
  ShieldCheck,
  Sparkles,
  Table2,
  Users,
  Workflow,
} from "lucide-react";

export interface NavigationItem {
  readonly label: string;
  readonly href: string;
  readonly icon: LucideIcon;
  /** In the bar at the bottom of small screens; the others are behind "More". */
  readonly isFrequent: boolean;
}

/** The pages of one project, in the order of the rail. */
export function navigationOf(projectId: string): readonly NavigationItem[] {
  const base = `/projects/${projectId}/database`;
  return [
    { label: "Overview", href: base, icon: House, isFrequent: true },
    { label: "Describe", href: `${base}/assistant`, icon: Sparkles, isFrequent: true },
    { label: "Tables", href: `${base}/tables`, icon: Table2, isFrequent: true },
    { label: "Builder", href: `${base}/builder`, icon: Workflow, isFrequent: false },
    { label: "Import & export", href: `${base}/transfer`, icon: ArrowDownUp, isFrequent: false },
    { label: "SQL", href: `${base}/sql`, icon: Code, isFrequent: true },
    { label: "Users", href: `${base}/users`, icon: Users, isFrequent: false },
    { label: "Rules", href: `${base}/rules`, icon: ShieldCheck, isFrequent: false },
    { label: "API", href: `${base}/api`, icon: Plug, isFrequent: false },
    { label: "Activity", href: `${base}/activity`, icon: History, isFrequent: false },
    { label: "Settings", href: `${base}/settings`, icon: Settings, isFrequent: false },
  ];
}

/** The item that a path belongs to: the one with the longest matching address. */
export function currentItem(items: readonly NavigationItem[], pathname: string): NavigationItem | undefined {
  return items
    .filter((item) => pathname === item.href || pathname.startsWith(`${item.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
