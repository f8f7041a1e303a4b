import "#web/ui/styles.ts";
import "./practice.css";
import "./rail.css";
import "#web/ui/print.css";
