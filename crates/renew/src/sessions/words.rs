//! Texts of the live room. [`RoomWords`] are also given to the page's scripts, which say the same
//! sentences while the session runs; [`PanelWords`] only ever stand in markup.

crate::words! {
    /// What the room says as it changes. `{name}` and the like are filled in.
    pub struct RoomWords {
        you: "You", "Tú";
        you_inside: "you", "tú";
        someone: "Someone", "Alguien";
        everyone: "Everyone", "Todo el círculo";
        the_facilitator: "the facilitator", "quien facilita";

        leading: "{name} is leading", "Guía {name}";
        leading_you: "You're leading", "Guías tú";
        leading_nobody: "Nobody is leading right now", "Ahora mismo no guía nadie";

        parts_label: "Parts of this session", "Partes de la sesión";
        part_done: "{part}, done", "{part}, hecha";
        part_of: "{n} of {all}", "{n} de {all}";

        seats_label: "People in the circle, in turn order, starting with you", "Personas del círculo, por turnos, empezando por ti";
        note_next: "next", "después";
        note_leading: "leading", "guía";
        note_host: "host", "acoge";
        note_first: "first time", "primera vez";
        note_kept: "seat kept", "con su sitio";
        note_out: "back soon", "vuelve pronto";
        note_passed: "passed", "ha pasado";
        note_listening: "listening", "escucha";
        say_speaking: "speaking now", "tiene la palabra";
        say_next: "next", "va después";
        say_shared: "has shared", "ya ha compartido";
        say_passed: "passed this time", "esta vez ha pasado";
        say_hand: "hand raised", "con la mano levantada";
        say_in_room: "in the room", "en la sala";
        say_away: "reconnecting, seat kept", "se está reconectando, con su sitio guardado";
        say_out: "away for a few minutes, seat kept", "fuera unos minutos, con su sitio guardado";
        say_leading: "leading", "guía";
        say_host: "host", "acoge";
        say_first: "here for the first time", "es su primera vez";
        say_listening: "here to listen", "ha venido a escuchar";
        say_welcome: "reading the agreement", "leyendo el acuerdo";
        st_after: "after {name}", "después de {name}";
        st_after_you: "after you", "después de ti";

        hearth_speaking: "Speaking now", "Tiene la palabra";
        hearth_yours: "Your turn", "Te toca";
        hearth_open: "The floor is open", "La palabra está libre";
        hearth_quiet: "A quiet moment", "Un momento de calma";
        hearth_gather: "Gathering", "Nos reunimos";
        hearth_gather_t: "We begin together", "Empezamos a la vez";
        hearth_ended: "Thank you", "Gracias";
        hearth_try: "Try {n}", "Intento {n}";
        hearth_finding: "Finding the room…", "Buscando la sala…";
        time_plenty: "plenty of time", "hay tiempo de sobra";
        time_minute: "about a minute left", "queda más o menos un minuto";
        time_finish: "finish your thought", "termina tu idea";
        time_finish_theirs: "finishing a thought", "está terminando";
        time_held: "the clock is resting", "el reloj descansa";
        time_hidden: "take your time", "tómate tu tiempo";

        after_two: "After {name}: {a}, then {b}.", "Después de {name}: {a} y luego {b}.";
        after_one: "After {name}: {a}.", "Después de {name}: {a}.";
        after_none: "{name} is the last in this round.", "{name} cierra esta ronda.";
        mine_two: "After you: {a}, then {b}.", "Después de ti: {a} y luego {b}.";
        mine_one: "After you: {a}.", "Después de ti: {a}.";
        mine_none: "You're the last in this round.", "Cierras tú esta ronda.";
        idle_two: "Next: {a}, then {b}.", "Después: {a} y luego {b}.";
        idle_one: "Next: {a}.", "Después: {a}.";
        round_over: "Everyone who wanted to has shared.", "Ya han hablado todas las personas que querían.";
        hands_two: "Hands raised: {a}, then {b}.", "Manos levantadas: {a} y luego {b}.";
        hands_one: "Hand raised: {a}.", "Mano levantada: {a}.";
        hands_none: "Raise your hand when you'd like to speak.", "Levanta la mano cuando quieras hablar.";
        gather_line: "{n} of us are here. {name} will begin.", "Ya somos {n}. Empieza {name}.";
        gather_line_nobody: "{n} of us are here. We begin when somebody leads.", "Ya somos {n}. Empezamos en cuanto alguien guíe.";
        gather_line_you: "{n} of us are here. You will begin.", "Ya somos {n}. Empiezas tú.";
        gather_line_one: "You're the first one here. Others will come.", "Has llegado antes que nadie. Ya vendrán.";
        still_minutes: "{n} more minutes, then: {part}.", "{n} minutos más y después: {part}.";
        still_minute: "About a minute more, then: {part}.", "Más o menos un minuto más y después: {part}.";
        still_over: "Next: {part}.", "Después: {part}.";

        turn_of: "{name}'s turn.", "Turno de {name}.";
        turn_yours: "It's your turn. Take your time, or pass.", "Te toca. Tómate tu tiempo, o pasa.";
        then_two: "Then {a}, then {b}.", "Después {a} y luego {b}.";
        then_one: "Then {a}.", "Después {a}.";
        now_part: "Now: {part}.", "Ahora: {part}.";
        time_said_minute: "You have about a minute left.", "Te queda más o menos un minuto.";

        quiet_for: "Quiet words for {name}. They arrive after the turn, so nobody is interrupted.", "Palabras calladas para {name}. Llegan al acabar el turno, para no interrumpir a nadie.";
        hear_you: "I hear you", "Te escucho";
        me_too: "Me too", "A mí también";
        thank_you: "Thank you", "Gracias";
        with_you: "With you", "Estoy contigo";
        quiet_came: "{name}: {words}", "{name}: {words}";
        quiet_title: "Quiet words for you", "Palabras calladas para ti";

        tell_privately: "Tell {name} privately", "Contárselo a {name}";
        tell_short: "Tell {name}", "Decírselo a {name}";
        send_to: "Send to {name}", "Enviar a {name}";
        only_leads: "Only {names}, who are leading, see this. Nobody else knows you sent it.", "Solo lo ven {names}, que guían. Nadie más sabrá que lo has enviado.";
        only_lead: "Only {names}, who is leading, sees this. Nobody else knows you sent it.", "Solo lo ve {names}, que guía. Nadie más sabrá que lo has enviado.";
        only_soon: "Whoever leads next sees this first. Nobody else knows you sent it.", "Lo verá primero quien guíe después. Nadie más sabrá que lo has enviado.";
        and: "{a} and {b}", "{a} y {b}";
        note_sent: "Your note is on its way to {name}.", "Tu nota va camino de {name}.";
        note_seen: "{name} has seen your note.", "{name} ha visto tu nota.";
        note_taken: "{name} is here for you, and will come to you.", "{name} está contigo y se acerca a ti.";
        note_reply: "{name} answers: {text}", "{name} te responde: {text}";

        plan_shown: "The circle sees this.", "El círculo lo ve.";
        plan_kept_me: "Kept. Only you can see it.", "Guardado. Solo lo ves tú.";
        plan_kept_mentor: "Kept. You see it, and your mentor if you have one.", "Guardado. Lo ves tú y tu mentor o mentora, si tienes.";
        plan_kept_circle: "Kept. The circle can see it too.", "Guardado. También lo ve el círculo.";
        nothing_kept: "Nothing this week is fine. Your seat is yours.", "Esta semana nada, y está bien. Tu sitio es tuyo.";
        how_kept: "Thank you for telling it as it is.", "Gracias por contarlo como es.";
        reflection_kept: "Kept. Only you can open it.", "Guardado. Solo tú puedes abrirlo.";
        pulse_kept: "Thank you. Nobody can tell which answers were yours.", "Gracias. Nadie puede saber cuáles eran tus respuestas.";
        weather_kept: "Thank you. Go gently.", "Gracias. Ve con calma.";
        weather_stormy: "Thank you for saying so. You don't have to carry it out of here alone: stay a while, or tell {name} privately.", "Gracias por decirlo. No tienes que llevártelo a solas: quédate un rato, o díselo en privado a {name}.";
        milestone_kept: "The circle has heard it.", "El círculo lo ha oído.";
        so_far_none: "The first one may be yours.", "La primera puede ser la tuya.";
        how_did_it: "did it", "lo hizo";
        how_part: "did part of it", "hizo una parte";
        how_not_yet: "not yet", "todavía no";

        lost: "Your connection dropped. Your seat is kept.", "Se ha cortado tu conexión. Tu sitio está guardado.";
        lost_more: "We're trying again by ourselves. Nobody is told why.", "Lo seguimos intentando. Nadie sabe por qué.";
        lost_turn: "If your turn comes, the circle waits for you, then comes back to you later.", "Si llega tu turno, el círculo te espera y luego vuelve a ti.";
        back_again: "You're back. Your seat was kept.", "Ya estás de vuelta. Tu sitio seguía aquí.";
        cant_open: "The live line can't be opened here. Everything on this page still works: tap Refresh to see what's new.", "Aquí no se puede abrir la conexión en vivo. Todo en esta página funciona igual: toca Actualizar para ver lo nuevo.";
        closed_replaced: "You opened the room in another place, and it goes on there.", "Has abierto la sala en otro lugar y sigue allí.";
        closed_flood: "This page sent a lot at once, so we paused it.", "Esta página ha enviado mucho de golpe y la hemos pausado.";
        closed_old: "This page is older than the room. Open it again and your seat is here.", "Esta página es más antigua que la sala. Ábrela otra vez y tu sitio estará aquí.";
        closed_signed_out: "Your sign-in has ended. Come back in and your seat is here.", "Tu acceso ha terminado. Vuelve a entrar y tu sitio estará aquí.";
        closed_door: "The door is closed for now.", "La puerta está cerrada por ahora.";
        closed_unkept: "The room is closed, so this can't be kept here any more. Your words are still on this page, to copy.", "La sala ya está cerrada y esto no se puede guardar aquí. Tus palabras siguen en esta página para que las copies.";
        not_sent: "That didn't arrive. Your words are still here.", "No ha llegado. Tus palabras siguen aquí.";
        waits: "It will be sent as soon as you're back.", "Se enviará en cuanto vuelvas.";

        lead_lost: "{name}'s connection dropped. Will you hold the circle?", "Se ha cortado la conexión de {name}. ¿Sostienes tú el círculo?";
        lead_lost_nobody: "Nobody is leading. Will you hold the circle?", "No guía nadie. ¿Sostienes tú el círculo?";
        lead_nobody_came: "Nobody has come to lead yet. Will you hold the circle?", "Todavía no ha venido nadie a guiar. ¿Sostienes tú el círculo?";
        lead_now: "{name} is leading now.", "Ahora guía {name}.";
        lead_now_you: "You're leading now.", "Ahora guías tú.";

        breathe_in: "Breathe in…", "Inspira…";
        breathe_out: "Breathe out…", "Suelta…";
        breathe_still: "Breathe", "Respira";
        breathe_label: "A ring that grows for four seconds and settles for six", "Un anillo que crece cuatro segundos y se recoge en seis";
        breathe_off: "Look around you. Name five things you can see.", "Mira a tu alrededor. Nombra cinco cosas que veas.";

        run_left: "{n} minutes left", "Quedan {n} minutos";
        run_left_one: "About a minute left", "Queda más o menos un minuto";
        run_over: "{n} minutes past the end", "Ya son {n} minutos de más";
        run_over_one: "About a minute past the end", "Ya pasa un minuto de la hora";
        run_behind: "{n} behind plan", "{n} por detrás del plan";
        run_on_plan: "on plan", "según el plan";
        run_minutes_of: "{used} of {target}", "{used} de {target}";
        run_skipped: "left out", "no se hace";
        run_thank_to: "Thank {a}, go to {b}", "Gracias, {a}; sigue {b}";
        run_thank: "Thank {a}", "Gracias, {a}";
        run_give: "Give the turn to {b}", "Dar el turno a {b}";
        run_take: "Take your turn", "Toma tu turno";
        run_begin: "Begin the session", "Empezar la sesión";
        run_next_part: "Next part: {part}", "Siguiente: {part}";
        run_end: "Thank everyone and end", "Dar las gracias y terminar";
        run_your_turn: "I'm done, go to {b}", "He terminado; sigue {b}";
        run_your_turn_last: "I'm done", "He terminado";
        run_hold: "Hold the timer", "Parar el reloj";
        run_resume: "Let the timer run", "Que siga el reloj";
        run_line: "{a} is next, then {rest}.", "Sigue {a}, después {rest}.";
        run_line_one: "{a} is next.", "Sigue {a}.";
        run_if_back: "{name} if back", "{name} si vuelve";
        run_note_said: "{name}: {what}", "{name}: {what}";
        run_note_not_ok: "I'm not OK", "No estoy bien";
        run_note_minutes: "I need a few minutes away", "Necesito unos minutos fuera";
        run_note_upset: "Something here upset me", "Algo de aquí me ha afectado";
        run_ago_now: "just now", "ahora mismo";
        run_ago: "{n} min ago", "hace {n} min";
        run_new: "{n} new", "{n} sin leer";
        note_came: "A private note has come.", "Ha llegado una nota privada.";
        run_notes_none: "Quiet so far. Anything sent to you shows up here first.", "Todo tranquilo. Lo que te envíen aparece aquí antes que nada.";
        run_has_it: "{name} has this", "Se ocupa {name}";
        run_you_have_it: "You have this", "Te ocupas tú";
        run_seen: "Seen", "Vista";
        run_replied: "You answered: {text}", "Has respondido: {text}";
        run_here: "{n} of {all} here.", "{n} de {all} aquí.";
        run_here_room: "{n} in the room, {m} online.", "{n} en la sala, {m} en línea.";
        run_dropped: "{name} dropped off. Seat kept.", "{name} se ha caído de la conexión. Con su sitio.";
        run_out: "{name} is away for a few minutes. Seat kept.", "{name} está fuera unos minutos. Con su sitio.";
        run_reading: "{name} is reading the agreement.", "{name} está leyendo el acuerdo.";
        run_first: "{name} is here for the first time. Let them come to it in their own time.", "Es la primera vez de {name}. Deja que vaya a su ritmo.";
        run_say_first: "Whoever is next can share, pass, or just listen. All of it is fine.", "Quien sigue puede compartir, pasar o solo escuchar. Todo vale.";
        greet_title_new: "Your first time here", "Tu primera vez aquí";
        greet_title: "Somebody's first time", "La primera vez de alguien";
        greet_buddy: "{name} is greeting you today. You can ask anything, before or after.", "Hoy te da la bienvenida {name}. Puedes preguntar lo que quieras, antes o después.";
        greet_waiting: "We are asking a member to greet you. The people who lead know that you are new.", "Estamos buscando a alguien que te dé la bienvenida. Quienes guían saben que es tu primera vez.";
        greet_free: "You can pass, just listen, or step out at any time.", "Puedes pasar, solo escuchar o salir en cualquier momento.";
        greet_newcomer: "{name} is here for the first time, and you are their buddy. Say hello by name when there is room for it.", "Es la primera vez de {name}, y le das la bienvenida tú. Salúdale por su nombre cuando haya un momento.";
        greet_ask: "Somebody comes for the first time. Would you say hello and answer small questions? If you say yes, you see each other's names.", "Alguien viene por primera vez. ¿Le saludarías y responderías a preguntas pequeñas? Si dices que sí, cada quien verá el nombre de la otra persona.";
        run_listening: "{name} came to listen.", "{name} ha venido a escuchar.";
        run_knocks: "{name} is at the door", "{name} está en la puerta";
        run_menu: "What would you like to do for {name}?", "¿Qué quieres hacer por {name}?";
        run_menu_self: "Your seat", "Tu sitio";
        run_remove_ask: "Remove {name} from tonight's session? They can't come back tonight. The circle sees an empty seat, not a reason.", "¿Sacar a {name} de la sesión de hoy? Hoy ya no podrá volver. El círculo ve un sitio libre, no el motivo.";
        run_remove_yes: "Remove {name}", "Sacar a {name}";
        run_up: "Move {name} earlier", "Adelantar a {name}";
        run_down: "Move {name} later", "Retrasar a {name}";
        fix_take: "To end on time, take {n} min from {part}.", "Para acabar a la hora, quita {n} min a {part}.";
        fix_later: "There is more to hear. End {n} min later.", "Queda mucho por escuchar. Acabar {n} min más tarde.";
        fix_advance: "This part is at its time. Go on to {part}.", "Esta parte ha llegado a su hora. Pasar a {part}.";
        nudge_part_last: "This part is at its time.", "Esta parte ha llegado a su hora.";
        nudge_turn: "{name} is past the time of this turn. Nobody else is told.", "{name} ha pasado el tiempo de su turno. No se le dice a nadie más.";
        nudge_turn_mine: "You are past the time of this turn.", "Has pasado el tiempo de tu turno.";
        nudge_step: "This step has had its time.", "Este paso ya tuvo su tiempo.";
        nudge_closing: "To end on time, the closing would begin now.", "Para acabar a la hora, el cierre empezaría ahora.";
        nudge_away: "{name}'s connection dropped in the middle of the turn. The circle can wait, or come back to them later.", "Se ha cortado la conexión de {name} durante su turno. El círculo puede esperar o volver después.";
    }
}

crate::words! {
    /// Buttons, labels and panels of the room, which stand in the page from the start.
    pub struct PanelWords {
        title: "The circle", "El círculo";
        run_title: "Leading tonight", "Guiar hoy";
        this_question: "What we're doing now", "Lo que hacemos ahora";
        why: "Why we do this", "Por qué lo hacemos";
        greet_more: "What you can always do (opens in a new tab)", "Lo que siempre puedes hacer (se abre en otra pestaña)";
        why_more: "More about this part (opens in a new tab)", "Más sobre esta parte (se abre en otra pestaña)";
        say_label: "Your turn and quiet words", "Tu turno y palabras calladas";
        controls_label: "Your controls", "Tus controles";
        dock_label: "Controls", "Controles";
        refresh: "Refresh", "Actualizar";
        no_script: "This page works without scripts. Tap Refresh to see what has changed.", "Esta página funciona sin scripts. Toca Actualizar para ver lo que ha cambiado.";
        hear_call: "Hear each other: open the call", "Para hablar y escuchar: abre la llamada";
        hear_call_note: "It opens beside this page. Turns and time stay here.", "Se abre junto a esta página. Los turnos y el tiempo siguen aquí.";
        hear_room: "We're in the same room tonight. This page keeps the turns.", "Hoy estamos en la misma sala. Esta página lleva los turnos.";

        pass: "Pass this time", "Esta vez paso";
        done: "I'm done", "He terminado";
        moment: "I need a moment", "Necesito un momento";
        hide_timer: "Hide timer", "Ocultar el reloj";
        my_turn_note: "When the ring is empty, nothing beeps and nobody cuts you off. You may gently be asked to finish your thought.", "Cuando el anillo se vacía no suena nada y nadie te corta. Puede que te pidan con cariño que termines tu idea.";
        want_turn: "I'd like a turn", "Quiero mi turno";
        want_turn_after_all: "I'd like a turn after all", "Al final sí quiero un turno";
        hand: "Hand", "Mano";
        as_list: "As a list", "En lista";
        step_out: "Step out", "Salir un rato";
        list_label: "Everyone, in turn order", "Todas las personas, por orden de turno";

        step_title: "Step out", "Salir un rato";
        step_few: "A few minutes", "Unos minutos";
        step_few_hint: "Your seat stays. Turns go past you until you're back.", "Tu sitio se queda. Los turnos pasan de largo hasta que vuelvas.";
        step_leave: "Leave for tonight", "Irme por hoy";
        step_leave_hint: "No reason needed. You can come back in tonight if you change your mind.", "No hace falta motivo. Si cambias de idea, puedes volver esta misma noche.";
        stay: "Stay here", "Quedarme";
        close_sheet: "Close", "Cerrar";

        out_title: "Your seat is kept", "Tu sitio está guardado";
        out_text: "Take what you need. Turns go past you, and nobody is told why.", "Tómate lo que necesites. Los turnos pasan de largo y nadie sabe por qué.";
        come_back: "Come back to the circle", "Volver al círculo";
        help_now: "Help now", "Ayuda ya";

        private_ask: "What would you like to say?", "¿Qué quieres decir?";
        private_not_ok: "I'm not OK", "No estoy bien";
        private_not_ok_hint: "One of us will message you now, or step out with you.", "Alguien te escribe ahora mismo o sale contigo.";
        private_minutes: "I need a few minutes away", "Necesito unos minutos fuera";
        private_minutes_hint: "Your seat stays. Turns go past you until you're back.", "Tu sitio se queda. Los turnos pasan de largo hasta que vuelvas.";
        private_upset: "Something here upset me", "Algo de aquí me ha afectado";
        private_words: "Add a few words, or don't", "Añade unas palabras, o no";
        private_close: "Close, send nothing", "Cerrar sin enviar";
        danger_now: "In danger right now?", "¿Corres peligro ahora mismo?";
        danger_link: "See the numbers to call", "Ver los números a los que llamar";

        breathing_label: "Ways to take part", "Maneras de participar";
        rather_not: "I'd rather not", "Prefiero no hacerlo";
        stop_ring: "Stop the moving ring", "Parar el anillo";
        just_words: "Just words, please", "Solo palabras";
        breathing_other: "If focusing on breath feels wrong for you, look around and name five things you can see. That works too.", "Si fijarte en la respiración te sienta mal, mira a tu alrededor y nombra cinco cosas que veas. También vale.";
        breathing_plain: "Breathe in for four, out for six. Or look around and name five things you can see.", "Inspira en cuatro, suelta en seis. O mira a tu alrededor y nombra cinco cosas que veas.";

        agree_title: "Before we begin", "Antes de empezar";
        agree_lead: "This is what we promise each other. Nobody shares before they have read it.", "Esto es lo que nos prometemos. Nadie comparte antes de leerlo.";
        agree_read: "Read the agreement", "Leer el acuerdo";
        agree_1: "What is said here stays here. We don't repeat names or stories, not even kindly.", "Lo que se dice aquí se queda aquí. No repetimos nombres ni historias, ni siquiera con cariño.";
        agree_2: "We speak from our own lives. We don't fix, diagnose or preach.", "Hablamos desde nuestra propia vida. No arreglamos, ni diagnosticamos, ni damos sermones.";
        agree_3: "One person at a time. Passing is always fine, and so is silence.", "Habla una persona cada vez. Pasar siempre está bien, y el silencio también.";
        agree_4: "Every way into recovery belongs here: with medicine, without it, with faith, without it.", "Aquí cabe cualquier camino de recuperación: con medicación o sin ella, con fe o sin ella.";
        agree_5: "We come here able to listen. If you've used today you're welcome to listen; talk to the facilitator first.", "Venimos en condiciones de escuchar. Si hoy has consumido, puedes quedarte a escuchar; habla antes con quien facilita.";
        agree_6: "Nothing is recorded. Please don't record, and be where others can't overhear.", "No se graba nada. No grabes tú tampoco y busca un lugar donde nadie más te oiga.";
        limits_title: "The limits of that promise", "Los límites de esa promesa";
        limits_text: "We can promise for ourselves, not for a court or for everyone who hears you. If someone may die or be badly hurt, or a child or someone who depends on others is being harmed, we get help, and we tell you first when we can.", "Podemos prometer por nosotros, no por un juzgado ni por cada persona que te escucha. Si alguien puede morir o sufrir un daño grave, o se está dañando a un menor o a una persona dependiente, pedimos ayuda, y si podemos te lo decimos antes.";
        agree_yes: "I agree", "Estoy de acuerdo";
        agree_listen: "Tonight I'm here to listen", "Hoy vengo a escuchar";
        agree_not_now: "Not tonight", "Hoy no";
        in_room: "I'm in the room with others", "Estoy en la sala con otras personas";

        last_plan: "What you said last time", "Lo que dijiste la última vez";
        last_plan_ask: "How did it go?", "¿Cómo ha ido?";
        circle_last: "What the circle said last time", "Lo que dijo el círculo la última vez";
        did_it: "Did it", "Lo hice";
        part_of_it: "Part of it", "Una parte";
        not_yet: "Not yet, and that's OK", "Todavía no, y está bien";
        show_circle: "Let the circle see it", "Que lo vea el círculo";

        plan_label: "Before next time, I will", "Antes de la próxima vez, voy a";
        plan_hint: "Small enough that you'd bet on it. Or leave it blank.", "Tan pequeño que apostarías por ello. O déjalo en blanco.";
        who_may_know: "Who may know?", "¿Quién puede saberlo?";
        only_me: "Only me", "Solo yo";
        mentor_too: "My mentor, if I have one", "Mi mentor o mentora, si tengo";
        circle_too: "The circle", "El círculo";
        keep: "Keep it", "Guardarlo";
        nothing: "Nothing this week", "Esta semana nada";
        unkept: "You were still writing this. It is not kept yet.", "Estabas escribiendo esto. Todavía no está guardado.";
        so_far: "The circle so far", "El círculo hasta ahora";
        milestone_ask: "Something to mark tonight?", "¿Algo que celebrar hoy?";
        milestone_hint: "A day, a step, a first. The circle hears it, and nothing keeps it.", "Un día, un paso, una primera vez. El círculo lo oye y no se guarda.";
        milestone_share: "Tell the circle", "Contarlo al círculo";
        milestones: "Marked tonight", "Lo que celebramos hoy";
        leaving: "How are you leaving?", "¿Cómo te vas?";
        leaving_who: "Only you see this, and nothing keeps it. If it's stormy, stay a while; the room stays open.", "Solo lo ves tú y no se guarda. Si hay tormenta, quédate un rato; la sala sigue abierta.";
        stormy: "Stormy", "Tormenta";
        heavy: "Heavy", "Cargado";
        mixed: "Mixed", "Revuelto";
        clearing: "Clearing", "Aclara";
        bright: "Bright", "Despejado";

        reflection_label: "What do you want to remember from tonight?", "¿Qué quieres recordar de hoy?";
        reflection_hint: "A word is enough. Or sit quietly instead.", "Basta una palabra. O quédate en silencio.";
        reflection_who: "Only you. It is sealed with your own key; nobody else can open it.", "Solo tú. Se cierra con tu propia llave y nadie más puede abrirlo.";
        takeaway_label: "One thing I take along", "Una cosa que me llevo";
        pulse_title: "How was it tonight?", "¿Qué tal hoy?";
        pulse_note: "Four questions of our own. They aren't a validated measure and say nothing about you. They help us run better sessions.", "Cuatro preguntas nuestras. No son una medida validada ni dicen nada de ti. Nos ayudan a hacer mejores sesiones.";
        pulse_who: "Stored without your name, and shown only when five or more have answered.", "Se guardan sin tu nombre y solo se muestran cuando han respondido cinco o más.";
        pulse_heard: "I was heard", "Me han escuchado";
        pulse_safe: "I felt safe here", "Me he sentido a salvo";
        pulse_useful: "It was useful for my week", "Me sirve para la semana";
        pulse_together: "We were in it together", "Nos hemos acompañado en esto";
        pulse_low: "1 is not at all, 5 is very much", "1 es nada y 5 es mucho";
        pulse_send: "Send", "Enviar";
        pulse_skip_note: "You can leave this out.", "Puedes dejarlo sin responder.";

        ended_title: "Thank you for being here", "Gracias por estar";
        ended_text: "The circle is closed. What was said stays here.", "El círculo se ha cerrado. Lo dicho se queda aquí.";
        ended_plan: "Your plan is on your Today page.", "Tu plan está en tu página de Hoy.";
        to_today: "To Today", "Ir a Hoy";
        to_record: "See tonight's record", "Ver el registro de hoy";

        waiting_title: "You're at the door", "Estás en la puerta";
        waiting_text: "Someone will let you in.", "Alguien te abrirá.";
        waiting_changes: "This page changes by itself.", "Esta página cambia sola.";
        waiting_vouch: "If somebody inside knows you, they can open for you.", "Si alguien de dentro te conoce, puede abrirte.";

        take_lead: "I'll hold the circle", "Yo sostengo el círculo";
        vouch: "I know them, let them in", "Le conozco, que entre";
        try_now: "Try now", "Intentar ya";
        open_again: "Open it here", "Abrir aquí";

        notes: "Private notes", "Notas privadas";
        note_follow: "Note who gets in touch", "Anotar quién se pone en contacto";
        bring_in: "Bring somebody on call in", "Pedir que entre alguien de guardia";
        devices: "A phone on a table, a screen on the wall", "Un teléfono en la mesa, una pantalla en la pared";
        new_tab: "(in a new tab)", "(en otra pestaña)";
        note_take: "I've got this", "Me ocupo yo";
        note_seen: "Seen", "La he visto";
        note_aside: "Sit apart for a few minutes", "Sentarse aparte unos minutos";
        note_reply: "Reply", "Responder";
        note_reply_label: "A few words back", "Unas palabras de vuelta";
        note_send: "Send", "Enviar";
        danger: "If someone may be in danger", "Si alguien puede estar en peligro";
        danger_text: "Stay with them, in the call or beside them. Call the emergency number together. Then tell the coordinator. You don't have to handle it alone.", "Quédate con la persona, en la llamada o a su lado. Llama a emergencias con ella. Después avisa a quien coordina. No tienes que llevarlo en solitario.";
        plan: "Tonight's plan", "Plan de hoy";
        do_that: "Do that", "Hacerlo";
        not_now: "Not now", "Ahora no";
        might_say: "What you might say", "Lo que puedes decir";
        whos_here: "Who's here", "Quién está";
        seat_hint: "Tap a seat to give the turn, pass it by for now, or hand over.", "Toca un sitio para dar el turno, dejarlo para luego o ceder la guía.";
        give_turn: "Give the turn", "Dar el turno";
        skip_person: "Not now, later", "Ahora no, luego";
        hand_lead: "Hand over the lead", "Ceder la guía";
        make_host: "Ask to be host", "Pedir que acoja";
        unmake_host: "No longer host", "Que deje de acoger";
        remove: "Remove from tonight", "Sacar de la sesión";
        minute: "A minute more", "Un minuto más";
        order: "Change the order", "Cambiar el orden";
        order_title: "Who comes next", "Quién va después";
        extend: "Three minutes more for this part", "Tres minutos más para esta parte";
        skip_phase: "Leave out", "No hacer";
        auto_advance: "Quiet parts go on by themselves", "Las partes en calma avanzan solas";
        door: "The door", "La puerta";
        door_open: "Open: members walk in", "Abierta: entran los miembros";
        door_vouched: "Someone inside lets people in", "Alguien de dentro abre";
        door_locked: "Locked", "Cerrada";
        let_in: "Let in", "Que entre";
        not_let_in: "Not now", "Ahora no";
        ending: "Ending", "El final";
        end_later: "End five minutes later", "Acabar cinco minutos más tarde";
        end_early: "End the session early", "Terminar antes";
        end_ask: "End for everyone? The closing hasn't been done yet.", "¿Terminar para todo el círculo? Aún no se ha hecho el cierre.";
        may_end: "The session may be closed now", "Ya se puede cerrar la sesión";
        may_end_ask: "End for everyone?", "¿Terminar para todo el círculo?";
        end_yes: "Yes, end now", "Sí, terminar ahora";
        to_room: "Everyone's view", "Vista de todos";
        to_run: "Back to leading", "Volver a guiar";
        to_begin: "Go to leading, to begin", "Ir a guiar, para empezar";
    }
}
