//! The texts of feeds and of calendars to subscribe to.

use calendar::schedule::Way;

use crate::groups::Happened;

crate::words! {
    /// What readers of feeds read.
    pub(super) struct PublishWords {
        off: "{day}: cancelled.", "{day}: cancelada.";
        held: "{day}: at {time}.", "{day}: a las {time}.";
        moved: "{day}: moved to {new}, {time}.", "{day}: pasa al {new}, {time}.";
        in_person: "This time in person.", "Esta vez en persona.";
        online: "This time online.", "Esta vez en línea.";
        hybrid: "This time online and in person.", "Esta vez en línea y en persona.";
        changes_title: "Changes to meetings", "Cambios en las reuniones";
        made: "New group: {group}", "Grupo nuevo: {group}";
        changed: "Changed: {group}", "Cambia: {group}";
        planned: "Will change: {group}", "Cambiará: {group}";
        cancelled: "Cancelled: {group}", "Cancelada: {group}";
        put_off: "Moved: {group}", "Cambia de día u hora: {group}";
        restored: "As usual again: {group}", "Como siempre: {group}";
        closed: "Place closed: {group}", "Local cerrado: {group}";
        opened: "Open again: {group}", "Vuelve a abrir: {group}";
        resting: "Resting for now: {group}", "En pausa por ahora: {group}";
        on_day: "{what}, {day}", "{what}, {day}";
        you_lead: "You lead: {group}", "Guías tú: {group}";
        add_title: "Add to your calendar", "Añadir a tu calendario";
        add_text: "Your calendar keeps itself up to date, and shows when a meeting is cancelled or moved. The group’s name will be in it, for everyone who looks at your phone.", "Tu calendario se mantiene al día y muestra si una reunión se cancela o se mueve. Llevará el nombre del grupo, a la vista de quien mire tu teléfono.";
        add_discreet: "A calendar that says only “Appointment”", "Un calendario que solo dice «Cita»";
        subscribe: "Open in my calendar", "Abrir en mi calendario";
        address: "Or copy this address into it:", "O copia en él esta dirección:";
    }
}

crate::words! {
    /// One's own calendar.
    pub(super) struct CalendarWords {
        title: "My calendar", "Mi calendario";
        who: "Only you can see this page.", "Solo tú ves esta página.";
        lead: "The meetings of your circles, in the calendar of your phone. It keeps itself up to date.", "Las reuniones de tus círculos, en el calendario de tu teléfono. Se mantiene al día.";
        what: "What it says", "Qué dice";
        discreet: "Only “Appointment”. Nobody who looks at your phone learns what it is.", "Solo «Cita». Quien mire tu teléfono no sabrá qué es.";
        full: "The name of the circle, the place, and whether you lead", "El nombre del círculo, el lugar y si guías tú";
        make: "Make my calendar", "Crear mi calendario";
        yours: "Your calendar’s address", "La dirección de tu calendario";
        yours_text: "Whoever has this address can read your calendar. Don’t pass it on.", "Quien tenga esta dirección puede leer tu calendario. No la compartas.";
        says_discreet: "It says only “Appointment”.", "Solo dice «Cita».";
        says_full: "It says the name of the circle and the place.", "Dice el nombre del círculo y el lugar.";
        renew: "Make a new address", "Crear una dirección nueva";
        renew_text: "The address you have now stops working at once. Put the new one into your calendar.", "La dirección de ahora deja de servir enseguida. Pon la nueva en tu calendario.";
        stop: "Stop my calendar", "Quitar mi calendario";
        stop_text: "The address stops working. What your phone has already read stays there until you remove it there.", "La dirección deja de servir. Lo que tu teléfono ya leyó se queda allí hasta que lo borres.";
        stopped: "Your calendar’s address no longer works.", "La dirección de tu calendario ya no sirve.";
        made: "Your calendar is ready. Only you know its address.", "Tu calendario está listo. Solo tú conoces su dirección.";
    }
}

impl PublishWords {
    pub(super) fn way(&self, way: Way) -> &'static str {
        match way {
            Way::InPerson => self.in_person,
            Way::Online => self.online,
            Way::Hybrid => self.hybrid,
        }
    }

    /// What happened to a group, as a title.
    pub(super) fn happened(&self, happened: Happened) -> &'static str {
        match happened {
            Happened::Made => self.made,
            Happened::Changed => self.changed,
            Happened::Planned => self.planned,
            Happened::Cancelled => self.cancelled,
            Happened::Moved => self.put_off,
            Happened::Restored => self.restored,
            Happened::Closed => self.closed,
            Happened::Opened => self.opened,
            Happened::Resting => self.resting,
        }
    }
}
