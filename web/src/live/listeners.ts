// Listeners: who wants to hear which news.

export class Listeners<News extends object> {
  private handlers = new Map<keyof News, Set<(news: never) => void>>();

  on<E extends keyof News>(event: E, handle: (news: News[E]) => void): () => void {
    const those = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, those.add(handle));
    return () => void those.delete(handle);
  }

  tell<E extends keyof News>(event: E, news: News[E]): void {
    for (const handle of [...(this.handlers.get(event) ?? [])]) (handle as (news: News[E]) => void)(news);
  }
}
