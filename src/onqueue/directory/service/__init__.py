"""The use cases of the directory.

centre: the first start and the floor's settings. configure: skills, queues, hours, codes,
reasons, widgets. replies: shared and personal ones. holidays: public holidays into hours.
agents: what each can do. usual: what an empty centre begins with. records: what all have.
"""

from onqueue.directory.service.agents import put_agent
from onqueue.directory.service.centre import change_centre, found_centre
from onqueue.directory.service.configure import (
    change_chat_widget,
    change_hours,
    change_queue,
    change_skill,
    change_state_reason,
    change_wrap_up_code,
    create_chat_widget,
    create_hours,
    create_queue,
    create_skill,
    create_state_reason,
    create_wrap_up_code,
)
from onqueue.directory.service.holidays import holiday_countries, import_holidays, public_holidays
from onqueue.directory.service.records import TOPIC
from onqueue.directory.service.replies import (
    change_canned_reply,
    create_canned_reply,
    remove_canned_reply,
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
    "change_hours",
    "change_queue",
    "change_skill",
    "change_state_reason",
    "change_wrap_up_code",
    "create_canned_reply",
    "create_chat_widget",
    "create_hours",
    "create_queue",
    "create_skill",
    "create_state_reason",
    "create_wrap_up_code",
    "fill_empty_centre",
    "found_centre",
    "holiday_countries",
    "import_holidays",
    "public_holidays",
    "put_agent",
    "remove_canned_reply",
]
