"""Routes of chat widgets."""

from __future__ import annotations

from fastapi import Response

from onqueue.directory import service
from onqueue.directory.api.asking import Manager, Managing, OnList, PathId, found_or_missing
from onqueue.directory.queries import lists
from onqueue.directory.rules.widgets import embed_code
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import shown
from onqueue.edge import CurrentActor, OnGround, make_router
from onqueue.kernel.wire import PageOf

router = make_router(prefix="/api", tags=["widgets"])

WIDGETS_COLUMNS = (
    "id",
    "name",
    "queue_id",
    "languages",
    "allowed_origins",
    "rating_enabled",
    "offline_message_enabled",
    "archived",
    "changed_at",
)


@router.get("/chat-widgets")
async def list_chat_widgets(asked: OnList) -> PageOf[shown.ChatWidget]:
    """List chat widgets."""
    return await asked.page(lists.WIDGETS)


@router.get("/chat-widgets.csv")
async def list_chat_widgets_csv(asked: OnList) -> Response:
    """List chat widgets as a file."""
    return await asked.csv(lists.WIDGETS, name="chat-widgets", columns=WIDGETS_COLUMNS)


@router.get("/chat-widgets/{widget}")
async def read_chat_widget(
    ground: OnGround, _actor: CurrentActor, widget: PathId
) -> shown.ChatWidget:
    """Show a chat widget."""
    return await found_or_missing(ground, listing=lists.WIDGETS, subject=widget, word="chat widget")


@router.post("/chat-widgets", status_code=201)
async def create_chat_widget(
    ground: OnGround, by: Managing, body: bodies.ChatWidgetAsked
) -> shown.ChatWidget:
    """Make a chat widget."""
    return await ground.db.write(service.create_chat_widget, by=by, **bodies.fields_of(body))


@router.patch("/chat-widgets/{widget}")
async def change_chat_widget(
    ground: OnGround, by: Managing, widget: PathId, body: bodies.ChatWidgetPatch
) -> shown.ChatWidget:
    """Change a chat widget, or take it out of use."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_chat_widget, by=by, widget=widget, version=body.version, **fields
    )


@router.get("/chat-widgets/{widget}/embed")
async def embed_chat_widget(ground: OnGround, _actor: Manager, widget: PathId) -> shown.EmbedCode:
    """Show the line of HTML that puts the widget on a page."""
    found = await found_or_missing(
        ground, listing=lists.WIDGETS, subject=widget, word="chat widget"
    )
    html = embed_code(public_url=ground.settings.address, widget=found.id)
    return shown.EmbedCode(html=html)
