// React's own beginning, in the file that holds nothing else (vite.config.ts): something in it makes a browser read the whole file again that it is begun from.
import 'react';
import 'react-dom';
import 'react-dom/client';
