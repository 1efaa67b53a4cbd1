/** The frame of a screen that is read rather than worked in: a title, actions, and cards. */
import clsx from "clsx";
import type { ReactNode } from "react";
import { titleFocus } from "./focus";
import { useScreenTitle } from "./title";
import classes from "./Page.module.css";

interface PageFrameProps {
  title: string;
  text?: string;
  actions?: ReactNode;
  /** As tall as the window, for one big list. */
  fill?: boolean;
  narrow?: boolean;
  children: ReactNode;
}

export function PageFrame({ title, text, actions, fill, narrow, children }: PageFrameProps) {
  useScreenTitle(title);
  return (
    <div
      className={clsx(
        classes.page,
        fill === true && classes.fill,
        narrow === true && classes.narrow,
      )}
    >
      <header className={classes.head}>
        <div>
          <h1 ref={titleFocus} className={classes.title} tabIndex={-1}>
            {title}
          </h1>
          {text !== undefined && <p className={classes.text}>{text}</p>}
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}

interface CardProps {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
}

export function Card({ title, actions, children }: CardProps) {
  return (
    <section className={classes.card} aria-label={title}>
      {title !== undefined && (
        <header className={classes.cardHead}>
          <h2 className={classes.cardTitle}>{title}</h2>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}

/** One figure with its name; what it rests on is said below. */
export function Figure({ name, value, note }: { name: string; value: ReactNode; note?: string }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd className="tnum">{value}</dd>
      {note !== undefined && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}
