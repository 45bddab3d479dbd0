import { blog } from "./blog.ts";
import { bookings } from "./bookings.ts";
import { crm } from "./crm.ts";
import { events } from "./events.ts";
import { inventory } from "./inventory.ts";
import { knowledgeBase } from "./knowledge-base.ts";
import { projectTracker } from "./project-tracker.ts";
import { recruiting } from "./recruiting.ts";
import { shop } from "./shop.ts";
import { supportDesk } from "./support-desk.ts";
import type { Template } from "./template.ts";

/** In the order in which they are offered. */
export const templates: readonly Template[] = [
  crm,
  shop,
  projectTracker,
  blog,
  bookings,
  supportDesk,
  inventory,
  events,
  recruiting,
  knowledgeBase,
];
