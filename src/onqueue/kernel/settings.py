"""What can an operator set? Each setting is read from `ONQUEUE_<NAME>` or a `.env` file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one Onqueue process. docs/reference is made from these descriptions."""

    model_config = SettingsConfigDict(
        env_prefix="ONQUEUE_", env_file=".env", extra="ignore", frozen=True
    )

    data_dir: Path = Field(
        default=Path("data"), description="The folder that holds the database, files and mail."
    )
    database_url: str = Field(
        default="",
        description="Where the database is: sqlite:///PATH or "
        "postgresql://USER:PASSWORD@HOST/NAME. Left empty, it is the SQLite file "
        "onqueue.sqlite3 in the data folder.",
    )
    role: Literal["all", "web", "floor", "jobs"] = Field(
        default="all",
        description="What this process does, where several serve one centre on PostgreSQL: web "
        "takes requests and sockets, floor leads the floor or stands by, jobs does the jobs, all "
        "does all of it.",
    )
    lease_s: int = Field(
        default=5,
        ge=1,
        le=60,
        description="Seconds after which a process that cannot be heard any more counts as gone, "
        "and another one leads the floor. The same for all processes of a centre.",
    )
    nats_url: SecretStr = Field(
        default=SecretStr(""),
        description="The NATS by which the processes of a centre wake each other up: "
        "nats://USER:PASSWORD@HOST:4222, several separated by commas. Left empty, PostgreSQL's "
        "notifications do.",
    )
    site: str = Field(
        default="main",
        pattern=r"^[a-z0-9-]{1,32}$",
        description="The name of this contact centre within its database.",
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port to listen on.")
    public_url: str = Field(
        default="",
        description="The address that people open in their browsers, without a slash at the end. "
        "Left empty, it is made from host and port.",
    )
    secure_cookies: Literal["auto", "always", "never"] = Field(
        default="auto",
        description="Whether cookies are sent over HTTPS only; auto: when public_url is https.",
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses or networks of reverse proxies whose X-Forwarded-For is believed, "
        "separated by commas.",
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Where mail is sent: smtp://USER:PASSWORD@HOST:587 or smtps://…:465. "
        "Left empty, mail is written to files in mail_dir.",
    )
    mail_dir: Path | None = Field(
        default=None,
        description="The folder that mail is written to when smtp_url is empty; "
        "left out, it is the folder mail in the data folder.",
    )
    mail_from: str = Field(
        default="Onqueue <onqueue@localhost>", description="The sender of the mail we send."
    )
    upload_max_bytes: int = Field(
        default=10 * 1024 * 1024,
        ge=0,
        le=1024 * 1024 * 1024,
        description="The largest file that a customer or an agent can send.",
    )
    virus_command: str = Field(
        default="",
        description="A program that is called with the path of each uploaded file and exits "
        "with 0 when the file is clean. Left empty, files are not scanned.",
    )
    session_idle_s: int = Field(
        default=12 * 3600, ge=60, description="Seconds without a request until a sign-in ends."
    )
    session_age_s_max: int = Field(
        default=7 * 86400, ge=60, description="Seconds until a sign-in ends in any case."
    )
    calls: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="Whether customers can call from the chat widget, browser to browser. auto: "
        "where one process does everything, on SQLite. With several processes it does not work.",
    )
    stun_urls: str = Field(
        default="",
        description="STUN servers by which browsers in different networks find each other: "
        "stun:HOST:3478, several separated by commas. Needed for calls outside one network.",
    )
    turn_urls: str = Field(
        default="",
        description="TURN servers that carry calls where browsers cannot reach each other: "
        "turn:HOST:3478?transport=udp, several separated by commas.",
    )
    turn_secret: SecretStr = Field(
        default=SecretStr(""),
        description="The secret shared with the TURN servers (coturn: static-auth-secret). Each "
        "call gets a name and a password of its own, which count for hours.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least severe message that is logged."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        default="auto",
        description="How messages are written; auto: for people on a terminal, else JSON.",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="The bearer token that reads /metrics. Left empty, it can be read from "
        "this machine only.",
    )
    asterisk: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="Whether telephone calls come through Asterisk. auto: where `onqueue voice "
        "install` has put one into the data folder, and this process carries calls.",
    )
    asterisk_bind: str = Field(
        default="127.0.0.1",
        description="The address at which Asterisk meets phones and carriers. 0.0.0.0: all of "
        "this machine's; read the guide on ports and firewalls first.",
    )
    asterisk_sip_port: int = Field(
        default=5060, ge=1, le=65535, description="Asterisk's port for SIP over UDP."
    )
    asterisk_tls_port: int = Field(
        default=5061, ge=1, le=65535, description="Asterisk's port for SIP over TLS."
    )
    asterisk_http_port: int = Field(
        default=8088,
        ge=1,
        le=65535,
        description="Asterisk's port for requests and browsers, on this machine only.",
    )
    asterisk_events_port: int = Field(
        default=8089,
        ge=1,
        le=65535,
        description="The port, on this machine only, at which Onqueue waits for Asterisk.",
    )
    asterisk_rtp_ports: str = Field(
        default="10000-19999",
        pattern=r"^\d{4,5}-\d{4,5}$",
        description="The ports, first and last, that sound goes through.",
    )
    asterisk_public_address: str = Field(
        default="",
        description="The address that the world sends sound to, when this machine is behind NAT.",
    )
    asterisk_certificate: Path | None = Field(
        default=None, description="The certificate, with its chain, for SIP over TLS."
    )
    asterisk_key: Path | None = Field(
        default=None, description="The private key of asterisk_certificate."
    )
    asterisk_calls_max: int = Field(
        default=200, ge=1, description="More calls than this at once are refused."
    )
    asterisk_dial_prefixes: str = Field(
        default="",
        description="Telephone numbers that may be dialled begin with one of these, separated "
        "by commas. Left empty, none may, except in an emergency.",
    )
    asterisk_emergency_numbers: str = Field(
        default="112,911",
        description="Numbers that every phone may dial at any time, separated by commas.",
    )
    recording_key_file: Path | None = Field(
        default=None,
        description="The file with the key that recordings of calls are encrypted with: 32 bytes. "
        "It is made when it is not there. Left out, it is keys/recordings in the data folder, "
        "which backups leave out unless told: keep a copy of it elsewhere.",
    )
    payment_page_url: str = Field(
        default="",
        pattern=r"^(https://[^\s;,'\"]+)?$",
        description="The page of a payment provider that agents open in a call to take a card's "
        "data; {contact} in it becomes the contact's id. While the focus is in it nothing is "
        "recorded. Left empty, there is none.",
    )
    recordings_url: str = Field(
        default="",
        pattern=r"^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9/_.-]*)?)?$",
        description="Where recordings of calls are kept: s3://BUCKET or s3://BUCKET/FOLDER, in any "
        "store that speaks S3; below it each site has a folder. Left empty, it is the folder "
        "files/recordings in the data folder.",
    )
    recordings_endpoint: str = Field(
        default="",
        pattern=r"^(https?://\S+[^/])?$",
        description="The address of that store: https://s3.example.org. Left empty, it is Amazon's "
        "of recordings_region.",
    )
    recordings_region: str = Field(
        default="us-east-1", description="The region of that store, where it has regions."
    )
    recordings_access_key: SecretStr = Field(
        default=SecretStr(""), description="The name by which that store knows us."
    )
    recordings_secret_key: SecretStr = Field(
        default=SecretStr(""), description="The secret that goes with recordings_access_key."
    )
    demo: bool = Field(
        default=False, description="Whether this is the demo, with people and customers in it."
    )

    @property
    def database(self) -> str:
        """The address of the database, the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'onqueue.sqlite3'}"

    @property
    def shared(self) -> bool:
        """Tell whether several processes may serve this centre."""
        return not self.database.startswith("sqlite")

    @property
    def carries_calls(self) -> bool:
        """Tell whether calls from browser to browser are offered."""
        if self.calls == "auto":
            return self.role == "all" and not self.shared
        return self.calls == "on" and self.role == "all"

    @property
    def address(self) -> str:
        """The address that people open in their browsers, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def cookies_are_secure(self) -> bool:
        """Tell whether cookies carry the Secure attribute."""
        if self.secure_cookies == "auto":
            return self.address.startswith("https://")
        return self.secure_cookies == "always"

    @property
    def mailbox(self) -> Path:
        """The folder that mail is written to when there is no SMTP server."""
        return self.mail_dir or self.data_dir / "mail"

    @property
    def files_dir(self) -> Path:
        """The folder that uploaded files are kept in."""
        return self.data_dir / "files"

    @property
    def recordings_dir(self) -> Path:
        """The folder that recordings are kept in; among the files, so that backups hold them."""
        return self.files_dir / "recordings"

    @property
    def recording_key(self) -> Path:
        """The file with the key of recordings."""
        return self.recording_key_file or self.data_dir / "keys" / "recordings"
