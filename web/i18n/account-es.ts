import type { en } from "./account-en.ts";
import type { Translation } from "./catalog.ts";

export const es: Translation<typeof en> = {
  "signIn.title": "Entrar",
  "signIn.lead": "Sus citas con {{ practice }}, en un lugar sencillo.",
  "signIn.email": "Correo",
  "signIn.password": "Contraseña",
  "signIn.show": "Ver",
  "signIn.hide": "Ocultar",
  "signIn.showPassword": "Ver la contraseña",
  "signIn.submit": "Entrar",
  "signIn.busy": "Entrando…",
  "signIn.missing": "Escriba su correo y su contraseña.",
  "signIn.trouble": "¿No puede entrar?",
  "signIn.troubleCall": "Llámenos. Diga: «No puedo entrar al portal».",
  "signIn.troubleAsk":
    "Le pedimos su nombre y el día en que nació. Nunca le pedimos su contraseña.",
  "signIn.demoLead": "Esto es una prueba. Aquí nadie es un paciente real.",
  "signIn.demoAs": "Probar como {{ who }}",
  "signIn.idle": "Pasó un rato sin usar la página. La cerramos para cuidar sus datos.",
  "signIn.left": "Usted salió del portal.",
  "signIn.wait": "Son muchos intentos. Espere {{ seconds }} segundos y pruebe otra vez.",
  "step.title": "Un paso más",
  "step.code": "Código de seis cifras",
  "step.codeHint": "Abra su app de códigos y escriba el código de este portal.",
  "step.newPassword": "Contraseña nueva",
  "step.newPasswordHint": "La primera era de un solo uso. Elija ahora una nueva.",
  "step.setup": "Prepare su app de códigos",
  "step.setupHint": "Ponga esta clave en su app de códigos. Luego escriba el código que le da.",
  "step.key": "Su clave",
  "step.submit": "Seguir",
  "step.restart": "Empezar de nuevo",
};
