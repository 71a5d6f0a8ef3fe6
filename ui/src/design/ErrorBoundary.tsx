import { Component, type ReactNode } from "react";
import { bilingual, useWords } from "../words/language";
import { Button, Empty } from "./primitives";

const words = bilingual(
  {
    title: "这个页面出错了",
    text: "已保存的内容都在，没有丢失。请重新打开这个页面；仍然出错的，请锁定后重新登录。",
    again: "重新打开",
  },
  {
    title: "This page met an error",
    text: "What was saved is all there; nothing is lost. Open the page again; if it fails again, lock and sign in anew.",
    again: "Open again",
  },
);

function Broken({ again }: { again: () => void }) {
  const t = useWords(words);
  return (
    <Empty title={t.title} action={<Button onClick={again}>{t.again}</Button>}>
      {t.text}
    </Empty>
  );
}

/** Catches what a page throws, and says so in words. What was thrown may hold a customer's value: it is not shown. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (this.state.broken) return <Broken again={() => this.setState({ broken: false })} />;
    return this.props.children;
  }
}
