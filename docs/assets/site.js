// The frame of every page: colours, the time that is left, the rehearsal banner, and the door to search.
import "./site/colours.js";
import { countDown } from "./site/countdown.js";
import { openSearchWith } from "./site/search_door.js";

openSearchWith(() => import("./search.js"));
countDown();
