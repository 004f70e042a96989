import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the jars of a folder without compression. Zipped together afterwards, their classes share what they have in
 * common, and the artefact is a third smaller; and a class loader has nothing to inflate when a function starts.
 */
final class StoredJars {

    private StoredJars() {}

    public static void main(String[] folder) throws IOException {
        try (var jars = Files.newDirectoryStream(Path.of(folder[0]), "*.jar")) {
            for (var jar : jars) {
                store(jar);
            }
        }
    }

    private static void store(Path jar) throws IOException {
        var modified = Files.getLastModifiedTime(jar);
        var stored = jar.resolveSibling(jar.getFileName() + ".stored");
        try (var from = new ZipFile(jar.toFile());
                var to = new ZipOutputStream(Files.newOutputStream(stored))) {
            to.setMethod(ZipOutputStream.STORED);
            for (var entries = from.stream().iterator(); entries.hasNext(); ) {
                var entry = entries.next();
                var content = from.getInputStream(entry).readAllBytes();
                to.putNextEntry(stored(entry, content));
                to.write(content);
                to.closeEntry();
            }
        }
        Files.move(stored, jar, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, modified);
    }

    private static ZipEntry stored(ZipEntry entry, byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        var copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        copy.setSize(content.length);
        copy.setCrc(crc.getValue());
        return copy;
    }
}
