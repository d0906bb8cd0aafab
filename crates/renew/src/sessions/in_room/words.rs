//! Texts of the phone on a table, the screen on a wall, and the codes that lead to both.

crate::words! {
    /// What stands on the phone of a table.
    pub(super) struct TableWords {
        title: "The phone of this table", "El teléfono de esta mesa";
        of_group: "The phone of this table, {group}", "El teléfono de esta mesa, {group}";
        one_mic: "One mic for this table", "Un micrófono para esta mesa";
        time_bar: "The turn's time: {words}", "El tiempo del turno: {words}";
        gathering: "We begin soon", "Empezamos pronto";
        lead_begins: "{name} will begin.", "Empieza {name}.";
        open_floor: "The floor is open", "La palabra está libre";
        thanks: "Thank you", "Gracias";
        thanks_line: "What you'd like to keep is yours to take along.", "Lo que quieras guardar es tuyo y te lo llevas.";
        nobody: "Welcome", "Te damos la bienvenida";
        nobody_line: "First say who sits here.", "Primero di quién se sienta aquí.";
        room_away: "One moment", "Un momento";
        room_away_line: "The room is coming back by itself.", "La sala vuelve sola enseguida.";
        room_shut: "This room is closed", "Esta sala está cerrada";
        room_shut_line: "It can't be opened again. Whoever leads knows how to go on.", "No se puede volver a abrir. Quien guía sabe cómo seguir.";
        next_two: "Next: {a}, then {b}", "Después: {a} y luego {b}";
        next_one: "Next: {a}", "Después: {a}";
        has_floor: "{name} has the floor.", "{name} tiene la palabra.";
        pass: "Pass it on", "Paso";
        done: "Done", "Listo";
        invite: "Let others answer", "Que los demás respondan";
        agree_lead: "Before anybody speaks, each of you says yes to what the circle promises.", "Antes de hablar, cada persona dice que sí a lo que promete el círculo.";
        agree_read: "Read the promises", "Leer las promesas";
        promises_title: "What the circle promises", "Lo que promete el círculo";
        promises_back: "Back to the table", "Volver a la mesa";
        agrees: "{name} agrees", "{name} acepta";
        wants: "{name} wants to speak", "{name} quiere hablar";
        is_back: "{name} is back", "{name} ya está de vuelta";
        together: "The circle is doing something together. It isn't shown here, because this phone is everybody's: talk it over at the table, or use your own phone with your code.", "El círculo está haciendo algo en común. Aquí no se ve, porque este teléfono es de todos: se puede hablar en la mesa, o usa tu propio teléfono con tu código.";
        at_table: "At this table: {names}.", "En esta mesa: {names}.";
        elsewhere: "In the room: {names}.", "En la sala: {names}.";
        online: "Online: {names}.", "En línea: {names}.";
        change: "Change who is here", "Cambiar quién está";
        who_first: "Say who sits here", "Decir quién se sienta aquí";
        help_now: "Help now", "Ayuda ya";
        people_title: "Who is at this table", "Quién está en esta mesa";
        people_lead: "Each person has a made-up name, a sign and an own turn. This phone speaks for all of you.", "Cada persona tiene un nombre inventado, un signo y su propio turno. Este teléfono habla por todo el grupo de la mesa.";
        add_title: "Add somebody", "Añadir a alguien";
        add: "Add to this table", "Añadir a esta mesa";
        same_name: "Somebody at this table has that name. Add a letter or another word.", "Ya hay alguien con ese nombre en esta mesa. Añade una letra u otra palabra.";
        full: "This table is full. Whoever leads can put another phone on another table.", "Esta mesa está completa. Quien guía puede poner otro teléfono en otra mesa.";
        over: "The session has ended. Nobody can be added any more.", "La sesión ha terminado. Ya no se puede añadir a nadie.";
        bad_sign: "Choose a sign", "Elige un signo";
        steps_out: "Steps out", "Sale un momento";
        comes_back: "Is back", "Ha vuelto";
        goes: "Goes home", "Se va";
        returns: "Is here again", "Está aquí otra vez";
        wants_turn: "Wants a turn", "Quiere un turno";
        show_code: "{name}: show my code", "{name}: ver mi código";
        is_out: "away for a few minutes", "fuera unos minutos";
        is_gone: "has gone home", "se ha ido";
        is_claimed: "on their own phone now", "ya en su propio teléfono";
        not_in: "not let in just now", "ahora no puede entrar";
        not_agreed: "hasn't said yes to the promises yet", "aún no ha dicho que sí a las promesas";
        code_title: "{name}'s code", "El código de {name}";
        code_lead: "Only for {name}. Write it down, or type it on your own phone now.", "Solo para {name}. Apúntalo, o escríbelo ahora en tu propio teléfono.";
        code_where: "On your own phone, open {address} and type it. It works once, until this time tomorrow.", "En tu propio teléfono, abre {address} y escríbelo. Sirve una vez, hasta mañana a esta hora.";
        code_for: "With it you can write your plan, and keep your seat if you'd like to come again.", "Con él puedes escribir tu plan, y guardar tu sitio si quieres volver.";
        code_hide: "Hide it", "Ocultarlo";
        all_heard: "You have all been heard", "Ya se ha escuchado a toda la mesa";
        kept_one: "One turn is kept here, to be told.", "Hay un turno guardado aquí, por contar.";
        kept_more: "{n} turns are kept here, to be told.", "Hay {n} turnos guardados aquí, por contar.";
        lost: "This phone has no connection just now. The room goes on. What you do here is kept, and told as soon as the line is back.", "Este teléfono no tiene conexión ahora. La sala sigue. Lo que hagas aquí se guarda y se cuenta en cuanto vuelva la línea.";
    }
}

crate::words! {
    /// What stands on the wall.
    pub(super) struct WallWords {
        title: "The circle", "El círculo";
        seats: "Who is here, in turn order", "Quién está, por turnos";
        waiting: "We begin soon", "Empezamos pronto";
        waiting_line: "The circle shows here as people come in.", "El círculo aparece aquí a medida que llega la gente.";
        speaking: "Speaking now", "Tiene la palabra";
        quiet: "Now", "Ahora";
        part_minutes: "About {n} minutes left in this part", "Quedan unos {n} minutos en esta parte";
        part_minute: "About a minute left in this part", "Queda más o menos un minuto en esta parte";
        part_over: "This part is coming to its end", "Esta parte se acerca a su final";
        resting: "The clock is resting", "El reloj descansa";
        now: "speaking", "habla";
        next: "next", "después";
        in_room: "in the room", "en la sala";
        away: "seat kept", "con su sitio";
        ended: "Thank you", "Gracias";
        ended_line: "Go gently.", "Con calma.";
        no_sound: "This screen makes no sound", "Esta pantalla no suena";
        lost: "Finding the room…", "Buscando la sala…";
    }
}

crate::words! {
    /// The pages on which a code is typed.
    pub(super) struct CodeWords {
        device_title: "A phone for a table, a screen for a wall", "Un teléfono para una mesa, una pantalla para una pared";
        device_lead: "Whoever leads the session has a short code for this device. It is then signed in as nobody, and shows nothing private.", "Quien guía la sesión tiene un código corto para este aparato. Después no entra en nombre de nadie ni enseña nada privado.";
        device_member: "You are signed in here, {name}. With the code this device signs you out, because others will use it.", "Aquí tienes tu acceso abierto, {name}. Con el código, este aparato lo cierra, porque lo usarán otras personas.";
        device_code: "The code for this device", "El código de este aparato";
        device_hint: "Six letters and digits, such as CDF 347", "Seis letras y cifras, como CDF 347";
        device_go: "Use this device", "Usar este aparato";
        no_more: "This device is no table's phone and no screen any more. Another one may have taken its place, or whoever leads has shown it out. With a new code it can be one again.", "Este aparato ya no es teléfono de mesa ni pantalla. Puede que otro ocupe su lugar, o que quien guía lo haya cerrado. Con un código nuevo puede volver a serlo.";
        device_wrong: "This code opens nothing. It works once, for 15 minutes: ask for another.", "Este código no abre nada. Sirve una vez, durante 15 minutos: pide otro.";
        mine_link: "I sat at a table and have a code of my own", "Estuve en una mesa y tengo un código propio";
        mine_title: "Your own code from the table", "Tu código de la mesa";
        mine_lead: "You sat at a table with one phone. With your code, this device is yours: your seat, your plan, nobody else's.", "Estuviste en una mesa con un solo teléfono. Con tu código, este aparato es tuyo: tu sitio, tu plan, y de nadie más.";
        mine_member: "What you did tonight comes to you, {name}, as the member that you are here.", "Lo de esta noche pasa a ti, {name}, en la cuenta con la que estás aquí.";
        mine_code: "My code", "Mi código";
        mine_hint: "Eight letters and digits, such as CDFG 3476", "Ocho letras y cifras, como CDFG 3476";
        mine_go: "This is me", "Soy yo";
        mine_wrong: "This code opens nothing. It works once, for a day. At the table you can be shown another.", "Este código no abre nada. Sirve una vez, durante un día. En la mesa puedes ver otro.";
        mine_not_here: "This device is everybody's in the room. Type your code on your own phone. If this one is yours, use Leave quickly first.", "Este aparato es de toda la sala. Escribe tu código en tu propio teléfono. Si este es el tuyo, usa primero Salir rápido.";
        mine_seated: "You have a seat of your own in that session already, so nothing was moved. The code still works for somebody without one.", "Ya tienes un sitio propio en esa sesión, así que no se ha movido nada. El código sigue sirviendo a quien no lo tenga.";
        shared: "Other people use this device too", "Otras personas también usan este aparato";
        shared_hint: "You are signed out when the browser is closed.", "Tu acceso termina al cerrar el navegador.";
        device_link: "Make this device a table's phone or a screen", "Usar este aparato como teléfono de mesa o pantalla";
    }
}

crate::words! {
    /// The page of who leads.
    pub(super) struct DeviceWords {
        title: "In the room", "En la sala";
        lead: "For people who sit together while others are online.", "Para quienes se sientan en la misma sala mientras otras personas están en línea.";
        tables: "Phones on tables", "Teléfonos en las mesas";
        tables_lead: "One phone for up to eight people. Each has an own turn and keeps what is theirs.", "Un teléfono para hasta ocho personas. Cada una tiene su turno y guarda lo suyo.";
        put_table: "Put a phone on the table", "Poner un teléfono en la mesa";
        walls: "A screen on the wall", "Una pantalla en la pared";
        walls_lead: "The circle, whose turn it is and the parts, large enough for the whole room. Nothing private.", "El círculo, a quién le toca y las partes, en grande para toda la sala. Nada privado.";
        put_wall: "Show on a screen", "Mostrar en una pantalla";
        full: "There are as many as one session takes. Use one of those below for another device.", "Hay tantos como caben en una sesión. Usa uno de los de abajo con otro aparato.";
        code_table: "The code for the table's phone", "El código del teléfono de la mesa";
        code_wall: "The code for the screen", "El código de la pantalla";
        code_where: "On that device, open {address} and type it. It works once, for 15 minutes.", "En ese aparato, abre {address} y escríbelo. Sirve una vez, durante 15 minutos.";
        table_n: "Table {n}", "Mesa {n}";
        wall_n: "Screen {n}", "Pantalla {n}";
        waits: "Nobody has typed its code yet.", "Todavía nadie ha escrito su código.";
        there: "It is there.", "Está ahí.";
        there_empty: "It is there. Nobody has sat down yet.", "Está ahí. Aún no se ha sentado nadie.";
        silent: "This phone is silent. Its people keep their seats; you can go on.", "Este teléfono está en silencio. Sus personas conservan su sitio; puedes seguir.";
        people: "{names}.", "{names}.";
        another: "A code for another device", "Un código para otro aparato";
        seat_again: "{name} lost their way in: seat them at the table again", "{name} se quedó sin acceso: volver a darle su sitio en la mesa";
        stop: "Show this device out", "Cerrar este aparato";
        not_open: "The room isn't open. Phones and screens can be added once it is.", "La sala no está abierta. Cuando lo esté podrás añadir teléfonos y pantallas.";
    }
}

crate::words! {
    /// What the phone of a table says of its sound. Given to its script; `{names}` are those around it.
    pub(super) struct TableSoundWords {
        label: "The sound of this table", "El sonido de esta mesa";
        mic_off: "Table's mic off", "Mesa sin micro";
        mic_on: "Table's mic on", "Mesa con micro";
        speaker_off: "Speaker off", "Sin altavoz";
        speaker_on: "Speaker on", "Con altavoz";
        close: "Close", "Cerrar";
        choose: "Choose devices", "Elegir aparatos";
        new_tab: "(opens in a new tab)", "(se abre en otra pestaña)";
        hear: "Hear the circle", "Oír al círculo";
        hear_text: "This browser waits for a tap before it plays sound.", "Este navegador espera un toque antes de sonar.";
        here: "Have the sound on this one", "Tener el sonido en este";

        line_off: "The table's microphone is off. Nobody online hears this table.", "El micrófono de la mesa está apagado. Nadie en línea oye esta mesa.";
        line_starting: "Starting the table's microphone…", "Encendiendo el micrófono de la mesa…";
        line_interrupted: "Something else has this microphone right now, maybe a call. It comes back by itself.", "Otra cosa usa este micrófono ahora mismo, quizá una llamada. Vuelve por sí solo.";
        line_waits: "The table's microphone is on, but the sound isn't connected yet.", "Micrófono de la mesa encendido, pero el sonido aún no está conectado.";
        line_turn: "The table's microphone is on: {names} is heard online, and whoever speaks nearby.", "Micrófono de la mesa encendido: en línea se oye a {names}, y a quien hable cerca.";
        line_all: "The table's microphone is on: everybody here is heard online.", "Micrófono de la mesa encendido: en línea se oye a toda la mesa.";
        line_nobody: "The table's microphone is on. It isn't this table's turn, so nobody online hears it.", "Micrófono de la mesa encendido. No es el turno de esta mesa, así que nadie en línea la oye.";
        line_yields: "Another microphone in this room is open and carries what is said, so the table's stays out of it, or it would echo.", "Otro micrófono de esta sala está abierto y lleva lo que se dice, así que el de la mesa se queda fuera; si no, habría eco.";
        line_no_answer: "The table's microphone is on. The room doesn't answer just now, and this table may still be heard.", "Micrófono de la mesa encendido. La sala no responde ahora mismo, y quizá la mesa se sigue oyendo.";
        line_ended: "The table's microphone is on. The session is over, so nobody online hears this table.", "Micrófono de la mesa encendido. La sesión ha terminado, así que nadie en línea oye esta mesa.";
        line_elsewhere: "The sound of this table is on another page or phone now. This one is silent.", "El sonido de esta mesa está ahora en otra página u otro teléfono. Este está en silencio.";
        line_sealed: "This circle is sealed end to end, and a phone that everybody uses can't be. It carries no sound; your own phones can.", "Este círculo está sellado de extremo a extremo, y un teléfono que usa todo el mundo no puede estarlo. No lleva sonido; los teléfonos propios sí.";
        line_nobody_here: "Nobody is at this table yet, so it carries no sound.", "Todavía no hay nadie en esta mesa, así que no lleva sonido.";

        plays_all: "What people say online is heard by everybody around this phone.", "Lo que se dice en línea lo oyen todas las personas alrededor de este teléfono.";
        plays_off: "The loudspeaker is off, so nobody online is heard here.", "El altavoz está apagado, así que aquí no se oye a nadie en línea.";
        plays_lead: "Everybody around this phone hears it. Until {names} agrees to the promises, it plays only who leads.", "Este teléfono lo oyen todas las personas de alrededor. Hasta que {names} acepte las promesas, solo suena quien guía.";
        plays_lead_many: "Everybody around this phone hears it. Until {names} agree to the promises, it plays only who leads.", "Este teléfono lo oyen todas las personas de alrededor. Hasta que {names} acepten las promesas, solo suena quien guía.";
        plays_none: "You are in different places of the circle just now, so this phone plays nothing.", "Ahora están en lugares distintos del círculo, así que este teléfono no suena.";
        plays_still: "Everybody around this phone hears it. Until {names} agrees to the promises, it plays nothing.", "Este teléfono lo oyen todas las personas de alrededor. Hasta que {names} acepte las promesas, no suena nada.";
        plays_still_many: "Everybody around this phone hears it. Until {names} agree to the promises, it plays nothing.", "Este teléfono lo oyen todas las personas de alrededor. Hasta que {names} acepten las promesas, no suena nada.";
        plays_door: "Somebody in this room is not in the circle and can hear this phone, so it plays only who leads.", "En esta sala hay alguien que no está en el círculo y puede oír este teléfono, así que solo suena quien guía.";
        plays_door_still: "Somebody in this room is not in the circle and can hear this phone, so it plays nothing.", "En esta sala hay alguien que no está en el círculo y puede oír este teléfono, así que no suena nada.";
        plays_quiet_still: "Another microphone in this room is open. Until it is off, this phone plays nothing, so that nothing echoes.", "Hay otro micrófono abierto en esta sala. Hasta que se apague, aquí no suena nada, para que no haya eco.";
        plays_nobody_here: "Nobody is at this table yet, so this phone plays nothing.", "Todavía no hay nadie en esta mesa, así que este teléfono no suena.";
        plays_ended: "The session is over, so this phone plays nothing.", "La sesión ha terminado, así que este teléfono no suena.";
        plays_quiet: "Another microphone in this room is open. Until it is off, this phone plays only who leads, so that nothing echoes.", "Hay otro micrófono abierto en esta sala. Hasta que se apague, aquí solo suena quien guía, para que no haya eco.";
        sound_connecting: "Connecting the sound…", "Conectando el sonido…";
        sound_lost: "The sound was cut off. We're trying again.", "Se ha cortado el sonido. Lo seguimos intentando.";
        sound_refused: "Sound can't be used here right now. Everything else works.", "Aquí no se puede usar el sonido ahora mismo. Todo lo demás funciona.";

        said_mic_on: "The table's microphone is on.", "El micrófono de la mesa está encendido.";
        said_mic_off: "The table's microphone is off.", "El micrófono de la mesa está apagado.";
        sound_blocked: "The sound still can't get through. Try another network, or tell whoever looks after this site. We go on trying.", "El sonido sigue sin pasar. Prueba otra red, o avisa a quien cuida este sitio. Lo seguimos intentando.";
        said_sound_back: "The sound is back.", "El sonido ha vuelto.";
        said_ended: "The session has ended, so the table's microphone is off.", "La sesión ha terminado, así que el micrófono de la mesa está apagado.";
        said_gone: "The microphone went away, so it is off.", "El micrófono se ha ido, así que está apagado.";
        said_other: "That microphone went away. Another one is on now.", "Ese micrófono se ha ido. Ahora está encendido otro.";
        outlet_other: "What this phone played through can't be reached. The sound went on through another loudspeaker.", "No encontramos el altavoz por el que sonaba este teléfono. El sonido ha pasado a otro.";
        said_speaker_on: "The loudspeaker is on.", "El altavoz está encendido.";
        said_speaker_off: "The loudspeaker is off.", "El altavoz está apagado.";
    }
}
