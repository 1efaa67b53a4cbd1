"""Where are flows kept?"""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from onqueue.kernel.rows import Base, Configured, Versioned, version_constraints


class Flow(Configured, Base):
    """A flow by its name; what it is like is in its versions."""

    __tablename__ = "flow"

    name: Mapped[str]
    description: Mapped[str]


class FlowVersion(Versioned, Base):
    """A flow as it is, was or is to be; the subject is the flow, and the rules are its graph."""

    __tablename__ = "flow_version"
    __table_args__ = version_constraints("flow_version")
