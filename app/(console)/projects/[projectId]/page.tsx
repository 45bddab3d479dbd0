import { redirect } from "next/navigation";

export default async function ProjectPage({
  params,
}: {
  readonly params: Promise<{ readonly projectId: string }>;
}) {
  redirect(`/projects/${encodeURIComponent((await params).projectId)}/database`);
}
