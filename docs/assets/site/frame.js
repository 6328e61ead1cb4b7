/** What the frame's page carries for its script. */
import { byId } from "../shared/by_id.js";

export const root = document.documentElement;
export const words = JSON.parse(byId("words").textContent);
