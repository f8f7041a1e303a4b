import "#web/ui/styles.ts";
import "./practice.css";
import "#web/ui/print.css";
