const escaped = (line: string): string => line.replaceAll(/[\\()]/g, "\\$&");

/** One page of plain lines as the smallest PDF that readers open: the first line large, ASCII only. */
export function pdfPage(lines: readonly string[]): string {
  const drawn = lines.map((line, index) => {
    const [size, step] = index === 0 ? [18, 0] : [11, 20];
    return `/F ${size} Tf 0 ${-step} Td (${escaped(line)}) Tj`;
  });
  const stream = `BT 72 700 Td ${drawn.join("\n")} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  return `${text}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
}
