import { expect, test } from "vitest";
import { wishIn } from "./texting.ts";

const all = (text: string) => text.trim().split(/\s*\n\s*/);

const STOPPING = all(`
  STOP
  stop
  Stop.
  STOP!!!
  "STOP"
  STOPALL
  Stop all
  please stop
  Stop please!
  QUIT
  END
  Revoke
  OPT OUT
  opt-out
  OPTOUT
  CANCEL
  Unsubscribe
  unsubscribe me please
  remove
  stop texting me
  Stop texting
  STOP SENDING ME MESSAGES
  stop sending these texts
  stop all texts
  quit messaging me
  end these messages
  do not text me again
  Don't text me
  Dont message this number
  please don’t contact me
  no longer text me
  No more texts please
  no more messages!
  I want to opt out
  opt me out of this
  take me off your list
  remove me from this list
  Remove my number
  delete my number
  wrong number
  Sorry, wrong number, I am not a patient there
  leave me alone
  never text me
  stop, thanks
  ALTO
  alto.
  Alto, por favor
  PARAR
  Pare
  pare, por favor
  Paren
  CANCELAR
  Detener
  Salir
  BAJA
  dar de baja
  Basta
  No más
  ya no
  no me manden más mensajes
  No me envíe mensajes
  no me escriban
  no mande mas
  No quiero más mensajes
  no quiero recibir mensajes
  No deseo recibir sus mensajes
  no más mensajes
  Dejen de mandarme mensajes
  deje de escribirme
  Dejen de molestar
  quítenme de la lista
  sáqueme de su lista
  quiero darme de baja
  denme de baja por favor
  Número equivocado
`);
const OTHER = all(`
  HELP
  Thanks!
  ok
  I can stop by at 3
  Can I come at the end of the day?
  Do I have to end my other visit first?
  What does it cost to cancel late?
  Please cancel my visit on Monday
  See you then
  Is parking available?
  I will be late
  yes please, see you
  who is this
  Gracias
  ¿Puedo salir temprano?
  Quiero cancelar la cita del lunes
  No puedo ir más temprano
  Llego tarde
  Ayuda
  👍
`);

test.each(STOPPING)("%s: no more texts", (text) => {
  expect(wishIn(text)).toBe("stop");
});

test.each(all("START\nstart!\nUnstop\nYes\nYES.\nResume\nopt in\nEmpezar\nContinuar\nreanudar"))(
  "%s: texts again",
  (text) => {
    expect(wishIn(text)).toBe("start");
  },
);

test.each(OTHER)("%s: nothing changes", (text) => {
  expect(wishIn(text)).toBeUndefined();
});
