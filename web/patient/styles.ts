// Every patient style in one sheet: it stands in the page itself, so no screen waits for its looks.
import "#web/ui/styles.ts";
import "#web/ui/calendar-tile.css";
import "#web/ui/scene.css";
import "#web/ui/visit-card.css";
import "#web/session/acting-banner.css";
import "#web/session/sign-in.css";
import "./frame.css";
import "./home/home.css";
import "./appointments/picking.css";
import "./appointments/visit.css";
import "#web/ui/print.css";
