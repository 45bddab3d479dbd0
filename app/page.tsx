import { redirectSignedIn } from "#app/session.ts";
import { Landing } from "#components/landing/landing.tsx";

export default async function HomePage() {
  await redirectSignedIn(null);
  return <Landing />;
}
