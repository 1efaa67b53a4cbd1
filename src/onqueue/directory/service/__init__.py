"""The use cases of the directory.

centre: the first start and the floor's settings. configure: skills, queues, hours, codes,
reasons, widgets, numbers. replies: shared and personal ones. holidays: public holidays into hours.
agents: what each can do. routing: rules, their versions. gates: what must be cleared first.
closures: queues closed at once. usual: what an empty centre begins with. records: what all have.
"""

from onqueue.directory.service.agents import put_agent
from onqueue.directory.service.centre import change_centre, found_centre
from onqueue.directory.service.closures import close_queue, reopen_queue
from onqueue.directory.service.configure import (
    change_chat_widget,
    change_gate,
    change_hours,
    change_phone_number,
    change_queue,
    change_skill,
    change_state_reason,
    change_wrap_up_code,
    create_chat_widget,
    create_gate,
    create_hours,
    create_phone_number,
    create_queue,
    create_skill,
    create_state_reason,
    create_wrap_up_code,
)
from onqueue.directory.service.gates import clear_gate, shut_gate
from onqueue.directory.service.holidays import holiday_countries, import_holidays, public_holidays
from onqueue.directory.service.records import TOPIC
from onqueue.directory.service.replies import (
    change_canned_reply,
    create_canned_reply,
    remove_canned_reply,
)
from onqueue.directory.service.routing import (
    discard_draft,
    publish_draft,
    put_draft,
    restore_version,
)
from onqueue.directory.service.usual import EmptyCentre, add_usual_choices, fill_empty_centre
from onqueue.identity.service.by import By

__all__ = [
    "TOPIC",
    "By",
    "EmptyCentre",
    "add_usual_choices",
    "change_canned_reply",
    "change_centre",
    "change_chat_widget",
    "change_gate",
    "change_hours",
    "change_phone_number",
    "change_queue",
    "change_skill",
    "change_state_reason",
    "change_wrap_up_code",
    "clear_gate",
    "close_queue",
    "create_canned_reply",
    "create_chat_widget",
    "create_gate",
    "create_hours",
    "create_phone_number",
    "create_queue",
    "create_skill",
    "create_state_reason",
    "create_wrap_up_code",
    "discard_draft",
    "fill_empty_centre",
    "found_centre",
    "holiday_countries",
    "import_holidays",
    "public_holidays",
    "publish_draft",
    "put_agent",
    "put_draft",
    "remove_canned_reply",
    "reopen_queue",
    "restore_version",
    "shut_gate",
]
