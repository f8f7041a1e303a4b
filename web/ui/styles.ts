// The shared sheet. Styles are plain CSS, one file beside each component, its classes named after the file.
import "./tokens.css";
import "./base.css";
import "./layout.css";
import "./avatar.css";
import "./chip.css";
import "./dialog.css";
import "./notice.css";
import "#web/session/account-menu.css";
