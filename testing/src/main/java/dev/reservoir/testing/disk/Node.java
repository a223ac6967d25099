package dev.reservoir.testing.disk;

/** What a name can stand for. */
sealed interface Node permits FileNode, DirectoryNode {}
