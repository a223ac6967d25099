package dev.reservoir.meta;

/** Bytes of the metadata log that this version cannot read; the message is a whole sentence. */
public final class MetadataFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MetadataFormatException(String message) {
        super(message);
    }
}
