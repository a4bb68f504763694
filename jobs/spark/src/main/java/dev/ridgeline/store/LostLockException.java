package dev.ridgeline.store;

/** Thrown by a process that no longer owns the place to which it writes. */
final class LostLockException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  LostLockException(String message) {
    super(message);
  }
}
