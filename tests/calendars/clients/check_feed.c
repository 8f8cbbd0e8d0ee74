/* Checks one feed with libical: ends with 0 if it parses without an error and every component
 * holds what RFC 5545 requires of it, with 1 if not, with 2 if it cannot be read at all.
 * Of an event without METHOD libical itself does not require what the RFC does: UID and DTSTAMP.
 * Prints a line per event: uid, start in UTC, sequence, status.
 *
 * cc check_feed.c -o check_feed $(pkg-config --cflags --libs libical)
 */
#include <stdio.h>
#include <stdlib.h>

#include <libical/ical.h>

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t size = 0, room = 0, got;

    if (file == NULL)
        return NULL;
    do {
        room += 65536;
        text = realloc(text, room + 1);
        if (text == NULL)
            break;
        got = fread(text + size, 1, room - size, file);
        size += got;
    } while (size == room);
    if (text != NULL)
        text[size] = '\0';
    fclose(file);
    return text;
}

static void print_event(icalcomponent *event)
{
    icaltimezone *utc = icaltimezone_get_utc_timezone();
    struct icaltimetype start = icalcomponent_get_dtstart(event);
    const char *uid = icalcomponent_get_uid(event);

    if (!start.is_date)
        start = icaltime_convert_to_zone(start, utc);
    printf("%s %s %d %s\n", uid != NULL ? uid : "(no uid)", icaltime_as_ical_string(start),
           icalcomponent_get_sequence(event),
           icalproperty_status_to_string(icalcomponent_get_status(event)));
}

static int lacks_required(icalcomponent *event)
{
    static const icalproperty_kind required[] = {
        ICAL_UID_PROPERTY, ICAL_DTSTAMP_PROPERTY, ICAL_DTSTART_PROPERTY};
    size_t i;

    for (i = 0; i < sizeof required / sizeof *required; i++)
        if (icalcomponent_count_properties(event, required[i]) != 1)
            return 1;
    return 0;
}

/* libical notes each fault as an X-LIC-ERROR property in the component that has it. */
static int print_faults(icalcomponent *component)
{
    int faults = 0;
    icalproperty *fault;
    icalcomponent *inner;

    for (fault = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
         fault != NULL;
         fault = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
        fprintf(stderr, "%s\n", icalproperty_as_ical_string(fault));
        faults++;
    }
    for (inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         inner != NULL;
         inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        faults += print_faults(inner);
    return faults;
}

int main(int count, char **arguments)
{
    char *text = count == 2 ? read_whole(arguments[1]) : NULL;
    icalcomponent *calendar = text != NULL ? icalparser_parse_string(text) : NULL;
    icalcomponent *event;
    int faults, kept;

    if (calendar == NULL) {
        fprintf(stderr, "usage: check_feed FILE.ics (one calendar)\n");
        return 2;
    }
    kept = icalrestriction_check(calendar);
    for (event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         event != NULL;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        print_event(event);
        kept = kept && !lacks_required(event);
    }
    faults = print_faults(calendar);
    if (!kept)
        fprintf(stderr, "a component lacks a property or has one too many\n");
    return faults > 0 || !kept ? 1 : 0;
}
