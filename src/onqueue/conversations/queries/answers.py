"""What did a customer say before the chat, and to which questions?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.schemas import AnswerShown, ContactRow
from onqueue.directory import queries as directory


def answers_of(session: Session, *, contact: ContactRow) -> list[AnswerShown]:
    """Return a contact's answers in the order of the form; what it asks no more comes last."""
    thread = session.get_one(models.Conversation, contact.conversation)
    widget = directory.widget(session, id=thread.place)
    fields = {field.key: field for field in (() if widget is None else widget.form)}
    keys = [key for key in fields if key in contact.form]
    # The number that a call shows is shown with who calls.
    called = ("phone", thread.caller)
    keys += [
        key for key, value in contact.form.items() if key not in fields and (key, value) != called
    ]
    answers = []
    for key in keys:
        field, value = fields.get(key), contact.form[key]
        options = () if field is None else field.options
        answers.append(
            AnswerShown(
                key=key,
                value=value,
                question={} if field is None else field.label,
                choice=next((one.label for one in options if one.value == value), {}),
            )
        )
    return answers
