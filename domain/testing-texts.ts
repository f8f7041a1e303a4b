/** What people write to say "no more texts", in the words of carriers, of the law and of people. */
export const STOPPING: readonly string[] = all(`
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
  sToP
  STOP.
  stop stop stop
  STOP ALL
  Stop now
  stop it
  STOP MESSAGES
  stop msgs
  STOP THE TEXTS
  Stop these messages please
  stop sending me texts
  stop sending texts to this number
  Stop contacting me
  stop bothering me
  stop messaging me
  please stop texting this number
  Please stop sending me these messages.
  Quit texting me
  quit sending me messages
  cease texting me
  end texts
  END ALL TEXTS
  Quit.
  End
  revoke
  I revoke my consent
  I revoke consent to text messages
  revoke my permission to text me
  I withdraw my consent
  Optout
  Opt me out
  please opt me out
  opting out
  I am opting out of these texts
  want to opt out pls
  unsubscribe
  UNSUBSCRIBE ME
  Please unsubscribe this number
  I'd like to unsubscribe
  cancel texts
  cancel text messages
  cancel these messages
  Cancel all messages
  do not contact me
  Do not message me again
  DO NOT TEXT THIS NUMBER
  don't ever text me
  please don't send me texts
  do not send me any more messages
  Don't send me messages
  I don't want these texts
  I don't want any more text messages
  I do not want to receive messages
  I no longer want to receive texts
  no longer contact me
  no more
  no more sms
  no more texting
  No texts please
  no text messages
  never contact me
  never message me again
  take me off
  take me off this list
  take my number off your list
  remove me
  remove me from your list please
  remove this number from your list
  delete me from your list
  delete my phone number
  you have the wrong number
  wrong person
  this is not my number, wrong number
  leave me alone please
  turn off text messages
  turn off texts
  Parar mensajes
  PARE de mandarme textos
  paren de enviarme mensajes
  parar los mensajes
  Detener mensajes
  detengan los mensajes
  cancelar mensajes
  Cancelar los mensajes de texto
  cancelar suscripción
  Deje de enviar mensajes
  dejen de mandar textos
  dejen de enviarme mensajes de texto
  Deja de escribirme
  no me mande mensajes
  no me envíen más textos
  No me envien mensajes por favor
  no me escriba más
  no mandes mensajes
  No quiero mensajes
  no quiero textos
  ya no quiero mensajes
  ya no me manden mensajes
  ya no me envíen textos
  no deseo mensajes
  no deseo recibir más mensajes
  no más textos
  No más SMS
  no mas textos por favor
  quíteme de su lista
  quiten mi número
  borre mi número
  Bórrenme de la lista
  elimine mi número
  deme de baja
  Denme de baja
  quiero cancelar los mensajes
  me quiero dar de baja
  darse de baja
  se equivocó de número
  número incorrecto
  Basta ya
  basta, por favor
  basta de mensajes
  Salir por favor
  baja
  Alto a los mensajes
  no me contacten
  no me contacte más
  no me molesten
  stop por favor
  STOP gracias
`);

/** What sounds like it and is not. */
export const OTHER: readonly string[] = all(`
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
  Should I stop my medication before the visit?
  No more appointments on Mondays, please
  Please send me a message
  I don't want to cancel
  Can I cancel by text?
  I did not get the message
  Do I need to send you anything?
  I need more time
  Remove the 3 o'clock, I will take 4
  Is this the right number?
  ¿Puedo cancelar la cita por mensaje?
  No tengo más preguntas
  Mande más información por favor
  ¿Tengo que parar la medicina?
  Mi número es el mismo
  No recibí el mensaje
`);

/** A phrase a line. */
function all(text: string): string[] {
  return text.trim().split(/\s*\n\s*/);
}
